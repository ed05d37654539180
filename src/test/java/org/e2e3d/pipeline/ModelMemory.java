package org.e2e3d.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a process of the model has in its memory and on its disk, as a value: every field of every
 * object that its steps reach, whatever it is called. Left out is what the model itself puts in
 * (ports, clock, chance, routes), of which states tell in other ways. An object of a kind that is
 * not known here is an error, so that nothing is left out quietly.
 */
final class ModelMemory {
  private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

  private final IdentityHashMap<Object, Integer> met = new IdentityHashMap<>();
  private Digest128 digest = Digest128.EMPTY;

  private ModelMemory() {}

  static Digest128 of(Collection<?> roots) {
    ModelMemory memory = new ModelMemory();
    roots.forEach(memory::add);
    return memory.digest;
  }

  /** Names and contents of all files of a folder. */
  static Digest128 ofDisk(Path folder) {
    Digest128 digest = Digest128.EMPTY;
    if (!Files.isDirectory(folder)) {
      return digest;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        digest = digest.with(folder.relativize(file));
        if (Files.isRegularFile(file)) {
          digest = digest.with(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Object value) {
    if (value == null || value instanceof Enum<?> || isPlain(value)) {
      digest = digest.with(value);
    } else if (!isOfTheModel(value)) {
      Integer before = met.putIfAbsent(value, met.size());
      if (before != null) {
        digest = digest.with("#" + before);
      } else {
        addNew(value);
      }
    }
  }

  private void addNew(Object value) {
    digest = digest.with(value.getClass());
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, mapped) -> sorted.put(String.valueOf(key), mapped));
      sorted.forEach(
          (key, mapped) -> {
            digest = digest.with(key);
            add(mapped);
          });
    } else if (value instanceof Collection<?> many) {
      many.forEach(this::add);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(this::add);
    } else if (value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        add(Array.get(value, i));
      }
    } else if (value.getClass().getName().startsWith("org.e2e3d.")) {
      fields(value.getClass()).forEach(field -> add(read(field, value)));
    } else {
      throw new IllegalStateException("how is a " + value.getClass() + " told apart?");
    }
    digest = digest.with(")");
  }

  private static boolean isPlain(Object value) {
    return value instanceof CharSequence
        || value instanceof Number && !(value instanceof AtomicLong)
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof AtomicBoolean
        || value instanceof AtomicLong
        || value instanceof Path
        || value.getClass().getName().startsWith("java.time.");
  }

  private static boolean isOfTheModel(Object value) {
    return Proxy.isProxyClass(value.getClass())
        || value.getClass().isHidden() // a lambda: what it needs is reached in other ways
        || value instanceof ModelWorld
        || value instanceof Clock
        || value instanceof Random;
  }

  private static List<Field> fields(Class<?> type) {
    return FIELDS.computeIfAbsent(
        type,
        t -> {
          List<Field> all = new ArrayList<>();
          for (Class<?> c = t; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
              if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                all.add(field);
              }
            }
          }
          return all;
        });
  }

  private static Object read(Field field, Object of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
