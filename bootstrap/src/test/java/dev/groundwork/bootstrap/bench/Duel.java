package dev.groundwork.bootstrap.bench;

import java.util.Arrays;

/**
 * Ours beside the limit, in turns: what else the machine does changes from second to second, and both sides of one turn are about
 * equally hurt. The middle of the turns' ratios counts.
 *
 * @param ours the middle of what we did, per second
 * @param limit the middle of what the limit did, per second
 * @param ratio the middle of the ratios
 */
record Duel(double ours, double limit, double ratio) {
    /** Something that is done for a while, and says how often per second. */
    interface Side {
        double perSecond() throws Exception;
    }

    static Duel of(int turns, Side ours, Side limit) throws Exception {
        double[] our = new double[turns];
        double[] their = new double[turns];
        double[] ratios = new double[turns];
        for (int i = 0; i < turns; i++) {
            their[i] = limit.perSecond();
            our[i] = ours.perSecond();
            ratios[i] = our[i] / their[i];
        }
        return new Duel(middle(our), middle(their), middle(ratios));
    }

    static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
