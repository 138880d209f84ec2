/**
 * The report of a run: one HTML page that opens offline.
 *
 * <p>{@link org.clip4j.train.report.ReportData} holds what goes in, {@link
 * org.clip4j.train.report.HtmlReport} writes it; {@link org.clip4j.train.report.ContactSheet} shows
 * samples of shards in the same style. The words and the layout stand in the template beside the
 * classes ({@code report.ftlh}, {@code sheet.ftlh}, {@code report.css}, {@code report.js}); Java
 * works out figures and places.
 *
 * <p>What always holds: the page loads nothing from outside, and says so to the browser by a
 * content security policy; every text is escaped, captions being anyone's; examples are taken at
 * even distances, never picked; a number stands beside its interval and its chance.
 */
package org.clip4j.train.report;
