package org.clip4j.examples.iconify;

/**
 * A set's licence and author as its file states them; empty where it does not.
 *
 * @param title the licence's name
 * @param spdx its SPDX identifier
 * @param url its text
 * @param author who made the set
 * @param source where the set comes from
 */
public record License(String title, String spdx, String url, String author, String source) {}
