package dev.backfill.run;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that only grows, and gives away unchanging lists of what it holds now without copying. One
 * thread adds; a list that was handed to another thread safely stays as it was.
 */
final class GrowingList<T> {
  private Object[] items = new Object[8];
  private int size;

  void add(T item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    // Lists given away before end below this place.
    items[size++] = item;
  }

  List<T> now() {
    return new First<>(items, size);
  }

  private static final class First<T> extends AbstractList<T> implements RandomAccess {
    private final Object[] items;
    private final int size;

    First(Object[] items, int size) {
      this.items = items;
      this.size = size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
      if (index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return (T) items[index];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
