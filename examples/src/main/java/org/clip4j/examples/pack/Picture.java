package org.clip4j.examples.pack;

/**
 * A picture's file.
 *
 * @param part the name of its part in a sample: what kind of file it is
 * @param bytes as they are in the file
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on to the shard, never compared.
record Picture(String part, byte[] bytes) {}
