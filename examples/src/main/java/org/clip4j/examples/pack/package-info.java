/**
 * Pictures and captions into WebDataset shards.
 *
 * <p>A source ({@link org.clip4j.examples.pack.CaptionTable}) gives rows in order. Threads make
 * samples of them, and they are written in that order, so that the same input gives the same shards
 * whatever the threads. A journal beside the shards says which rows each whole shard took; with it,
 * packing that was stopped or killed goes on.
 *
 * <p>What always holds: a row that cannot be used is skipped, counted and named, and never ends the
 * run; a row's path never leaves the folder of pictures, through symbolic links neither; what comes
 * from a server is bounded in size and time, and in memory with all that waits to be written;
 * pictures are written byte for byte as they were unless they are made smaller. The tables read are
 * those of open_clip (CSV and TSV, columns {@code filepath} and {@code title}), of Hugging Face's
 * image folders ({@code metadata.csv} and {@code metadata.jsonl}, {@code file_name} and {@code
 * text}), Parquet with such columns, and COCO's captions.
 */
package org.clip4j.examples.pack;
