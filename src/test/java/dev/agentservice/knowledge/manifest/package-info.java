/** Tests of the manifest. */
@NullMarked
package dev.agentservice.knowledge.manifest;

import org.jspecify.annotations.NullMarked;
