/**
 * How knowledge is configured: limits, collections, and who may write to them.
 */
@NullMarked
package dev.agentservice.knowledge.settings;

import org.jspecify.annotations.NullMarked;
