package dev.backfill.ui.model;

import java.util.Arrays;

/** Values over time that only grows at its end; a value holds until the next. */
public final class Curve {
  private double[] times = new double[64];
  private double[] values = new double[64];
  private int size;

  /** Adds a value from a time on: seconds since the epoch, not before the last one. */
  public void add(double time, double value) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    times[size] = time;
    values[size] = value;
    size++;
  }

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public double time(int i) {
    return times[i];
  }

  public double value(int i) {
    return values[i];
  }

  public double lastTime() {
    return size == 0 ? Double.NaN : times[size - 1];
  }

  public double lastValue() {
    return size == 0 ? Double.NaN : values[size - 1];
  }

  public double max() {
    var max = 0.0;
    for (var i = 0; i < size; i++) {
      max = Math.max(max, values[i]);
    }
    return max;
  }

  /** The index of the value that holds at a time; -1 before the first. */
  public int at(double time) {
    var found = Arrays.binarySearch(times, 0, size, time);
    return found >= 0 ? found : -found - 2;
  }

  /** What one column of pixels shows: the values it begins and ends with, and the extremes. */
  public record Pixel(double first, double min, double max, double last) {}

  /**
   * Folds the curve to columns of equal width, keeping every extreme; a column before the first
   * value is null.
   */
  public Pixel[] fold(double from, double to, int columns) {
    var folded = new Pixel[columns];
    var width = (to - from) / columns;
    var next = Math.max(0, at(from) + 1);
    var held = next > 0 ? values[next - 1] : Double.NaN;
    for (var column = 0; column < columns; column++) {
      var end = column == columns - 1 ? Double.MAX_VALUE : from + (column + 1) * width;
      var first = held;
      var min = Double.isNaN(held) ? Double.MAX_VALUE : held;
      var max = Double.isNaN(held) ? -Double.MAX_VALUE : held;
      while (next < size && times[next] < end) {
        held = values[next++];
        first = Double.isNaN(first) ? held : first;
        min = Math.min(min, held);
        max = Math.max(max, held);
      }
      folded[column] = Double.isNaN(held) ? null : new Pixel(first, min, max, held);
    }
    return folded;
  }
}
