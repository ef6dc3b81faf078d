/**
 * The endpoints by which operators move collections to another embedding model.
 */
@NullMarked
package dev.agentservice.knowledge.web.generation;

import org.jspecify.annotations.NullMarked;
