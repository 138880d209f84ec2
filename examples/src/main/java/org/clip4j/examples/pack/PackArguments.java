package org.clip4j.examples.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.clip4j.core.Sha256;

/**
 * All that a set's shards depend on, by name: what goes on has to have the same. Folders stand
 * there as hashes, so that nothing tells where they lie.
 */
final class PackArguments {

  private static final String IMAGES = "images_sha256";

  private PackArguments() {}

  /** Of a table, with its contents. */
  static Map<String, String> of(PackOptions options, Path table, Optional<PictureFolder> pictures)
      throws IOException {
    Map<String, String> arguments = common(options, pictures);
    arguments.put("source", CaptionTable.kind(table));
    arguments.put("captions_sha256", Sha256.of(table));
    options.columns().image().ifPresent(name -> arguments.put("image_column", name));
    options.columns().caption().ifPresent(name -> arguments.put("caption_column", name));
    return arguments;
  }

  /** Of a folder of pairs, with the names, sizes and times of its files. */
  static Map<String, String> of(PackOptions options, PairFolder pairs, PictureFolder pictures) {
    Map<String, String> arguments = common(options, Optional.of(pictures));
    arguments.put("source", "folder");
    arguments.put("files_sha256", pairs.listing());
    return arguments;
  }

  private static Map<String, String> common(PackOptions options, Optional<PictureFolder> pictures) {
    Map<String, String> arguments = new TreeMap<>();
    pictures.ifPresent(folder -> arguments.put(IMAGES, folder.fingerprint()));
    arguments.put("shard_samples", Integer.toString(options.bounds().samples()));
    arguments.put("shard_bytes", Long.toString(options.bounds().bytes()));
    PictureForm form = options.form();
    arguments.put("verify", Boolean.toString(form.verify()));
    if (form.shorter().isPresent()) {
      arguments.put("resize", Integer.toString(form.shorter().get()));
      arguments.put("quality", Integer.toString(form.quality()));
      form.encoding().ifPresent(e -> arguments.put("encode", e.name().toLowerCase(Locale.ROOT)));
    }
    return arguments;
  }

  /** Those that are the same on every machine, for the manifest. */
  static Map<String, String> portable(Map<String, String> arguments) {
    Map<String, String> portable = new TreeMap<>(arguments);
    portable.remove(IMAGES);
    portable.remove("files_sha256");
    return portable;
  }
}
