package dev.valence.bench.clone;

import java.util.List;

/** A message of 1 KB: nine of ten values are short strings and numbers, as messages are. */
public record Order(
    int id, String customer, String street, String city, String note, List<Line> lines) {
  /** One line of an order. */
  public record Line(String product, int count, double price, boolean inStock) {}

  /** The one that is measured: 1,020 bytes of JSON. */
  public static final Order SAMPLE =
      new Order(
          4711,
          "Ada Lovelace",
          "12 St James's Square",
          "London",
          "Please ring twice, the bell is quiet; leave it with the neighbours if nobody answers.",
          List.of(
              new Line("Analytical engine, brass, hand made", 1, 17_000.5, false),
              new Line("Punched cards, box of a thousand", 25, 3.75, true),
              new Line("Oil for gears, small bottle", 12, 0.99, true),
              new Line("Spare handle, walnut", 2, 45, true),
              new Line("Manual, second edition, with notes A to G", 3, 12.25, true),
              new Line("Crate for transport by rail", 1, 80, true),
              new Line("Felt cover, green", 1, 22.1, false),
              new Line("Ledger paper, ruled, five hundred sheets", 4, 6.4, true),
              new Line("Lamp oil", 10, 1.2, true),
              new Line("Printing plates, copper, for tables", 6, 130, false)));
}
