package org.clip4j.examples.iconify;

/**
 * The jar that pairs were made of.
 *
 * @param coordinates what was asked for
 * @param sha256 what its bytes hash to
 */
public record Artifact(String coordinates, String sha256) {}
