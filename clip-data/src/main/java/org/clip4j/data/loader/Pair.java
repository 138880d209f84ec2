package org.clip4j.data.loader;

/**
 * A picture, not decoded yet, and its caption.
 *
 * @param shard the shard's name
 * @param place the sample's place in its shard, from 0: with the shard's name it says which sample
 *     this is, as keys may repeat
 * @param key the sample's key
 * @param picture the picture's file
 * @param caption the caption as it is in the shard, stripped of white space around it
 */
@SuppressWarnings("ArrayRecordComponent") // Pairs are handed on, never compared.
public record Pair(String shard, long place, String key, byte[] picture, String caption) {}
