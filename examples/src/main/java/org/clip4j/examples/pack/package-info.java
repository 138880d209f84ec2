/**
 * A folder of pictures and a table of captions into WebDataset shards.
 *
 * <p>What always holds: a row that cannot be used is skipped, counted and named, and never ends the
 * run; a row's path never leaves the folder of pictures, through symbolic links neither; pictures
 * are written byte for byte as they were; the same input gives the same shards. The tables read are
 * those of open_clip (CSV and TSV, columns {@code filepath} and {@code title}) and of Hugging
 * Face's image folders ({@code metadata.csv} and {@code metadata.jsonl}, {@code file_name} and
 * {@code text}).
 */
package org.clip4j.examples.pack;
