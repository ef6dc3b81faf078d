/**
 * Documents and passages as the manifest has them, and as JSON.
 */
@NullMarked
package dev.agentservice.knowledge.manifest.document;

import org.jspecify.annotations.NullMarked;
