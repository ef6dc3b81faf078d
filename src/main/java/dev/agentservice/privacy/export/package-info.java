/**
 * A person's data as the person gets them: read store by store and sent on at once, as
 * one JSON document or as a ZIP archive. What is cut is visibly cut: a document has its
 * last bracket, and an archive its directory, only if everything is in it and the user's
 * data were not erased meanwhile.
 * <p>
 * Redis key <code>as:bucket:{u}:export</code>: for a minute after an export began.
 */
@NullMarked
package dev.agentservice.privacy.export;

import org.jspecify.annotations.NullMarked;
