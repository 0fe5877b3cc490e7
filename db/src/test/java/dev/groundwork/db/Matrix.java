package dev.groundwork.db;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a role may do with the tables, declared once: for each table and command, statements and whose reach a row. */
final class Matrix {
    /** In the order in which a table declares them. */
    enum Command {
        SELECT,
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * One statement.
     *
     * @param sql with {@code {me}} for the numeric id of whoever asks
     * @param whose those who reach a row with it; everybody else is refused, or reaches none
     */
    record Cell(String table, Command command, String what, String sql, Set<Persona> whose) {
        Cell {
            whose = Set.copyOf(whose);
        }

        String sqlFor(Persona persona) {
            return sql.replace("{me}", Integer.toString(persona.id()));
        }

        @Override
        public String toString() {
            return table + ": " + command.name().toLowerCase(Locale.ROOT) + " " + what;
        }
    }

    private final List<Cell> cells = new ArrayList<>();

    /** Declares one table, or view. */
    Table table(String name) {
        return new Table(name);
    }

    List<Cell> cells() {
        return List.copyOf(cells);
    }

    final class Table {
        private final String name;

        private Table(String name) {
            this.name = name;
        }

        Table select(String what, String condition, Set<Persona> whose) {
            return cell(Command.SELECT, what, "select 1 from " + name + " where " + condition, whose);
        }

        Table insert(String what, String columns, String values, Set<Persona> whose) {
            return cell(
                    Command.INSERT, what, "insert into " + name + " (" + columns + ") values (" + values + ")", whose);
        }

        Table update(String what, String assignment, String condition, Set<Persona> whose) {
            return cell(Command.UPDATE, what, "update " + name + " set " + assignment + " where " + condition, whose);
        }

        Table delete(String what, String condition, Set<Persona> whose) {
            return cell(Command.DELETE, what, "delete from " + name + " where " + condition, whose);
        }

        /** Nobody has the right, whichever the row. */
        Table nobody(Command... commands) {
            for (Command command : commands) {
                cell(
                        command,
                        "any",
                        switch (command) {
                            case SELECT -> "select from " + name;
                            case INSERT -> "insert into " + name + " default values";
                            case UPDATE -> "update " + name + " set {column} = default";
                            case DELETE -> "delete from " + name;
                        },
                        Persona.NOBODY);
            }
            return this;
        }

        Table cell(Command command, String what, String sql, Set<Persona> whose) {
            cells.add(new Cell(name, command, what, sql, whose));
            return this;
        }
    }

    /** The commands that a table's declaration says nothing of. */
    Set<Command> undeclared(String table) {
        Set<Command> left = EnumSet.allOf(Command.class);
        left.removeAll(Arrays.stream(Command.values())
                .filter(command ->
                        cells.stream().anyMatch(cell -> cell.table().equals(table) && cell.command() == command))
                .toList());
        return left;
    }
}
