package org.clip4j.train.loss;

/**
 * A part of a matrix.
 *
 * @param row its first row
 * @param rowEnd behind its last row
 * @param column its first column
 * @param columnEnd behind its last column
 */
record Tile(int row, int rowEnd, int column, int columnEnd) {}
