/**
 * What every index of passages can do. An index is a cache of the manifest: what it finds
 * are candidates, which count only once they were checked.
 */
@NullMarked
package dev.agentservice.knowledge.index;

import org.jspecify.annotations.NullMarked;
