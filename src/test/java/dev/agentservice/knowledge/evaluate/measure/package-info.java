/** Searches as the service does, and the measures of what they find. */
@NullMarked
package dev.agentservice.knowledge.evaluate.measure;

import org.jspecify.annotations.NullMarked;
