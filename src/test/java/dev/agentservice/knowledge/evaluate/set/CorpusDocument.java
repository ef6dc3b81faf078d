package dev.agentservice.knowledge.evaluate.set;

import org.jspecify.annotations.Nullable;

/**
 * A document as it is put.
 *
 * @param id by which judgements name it
 * @param title what it is called; null for its first heading
 * @param text its text, with headings as in Markdown
 */
public record CorpusDocument(String id, @Nullable String title, String text) {

}
