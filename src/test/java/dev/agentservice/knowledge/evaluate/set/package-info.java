/** Collections of documents with questions and judgements, and their files. */
@NullMarked
package dev.agentservice.knowledge.evaluate.set;

import org.jspecify.annotations.NullMarked;
