/** Tests of what the manifest says of documents. */
@NullMarked
package dev.agentservice.knowledge.manifest.document;

import org.jspecify.annotations.NullMarked;
