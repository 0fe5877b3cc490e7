package dev.groundwork.bootstrap.bench;

/**
 * One line of the table.
 *
 * @param work what was done
 * @param measured what came of it
 * @param limit what it stands beside
 * @param figure the one that the bar is about
 * @param bar what it should be
 */
record Figure(String work, String measured, String limit, String figure, String bar) {
    String line() {
        return "| " + String.join(" | ", work, measured, limit, figure, bar) + " |";
    }
}
