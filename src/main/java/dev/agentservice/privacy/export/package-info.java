/**
 * A person's data as the person gets them: read store by store and sent on at once, as
 * one JSON document or as a ZIP archive. What is cut is visibly cut: a document has its
 * last bracket, and an archive its directory, only if everything is in it and the user's
 * data were not erased meanwhile.
 * <p>
 * Redis keys <code>as:bucket:{u}:export</code> and, for those that another asks for,
 * <code>as:bucket:{u}:export:by-others</code>: what stands for the export that is at
 * work, and for a minute after it has ended; <code>as:bucket:{u}:export:hold</code> and
 * <code>as:bucket:{t}:export</code> are those of a legal hold and of a whole tenant;
 * <code>as:bucket:{t}:exported</code>, the tags of the users whom that holds so far.
 */
@NullMarked
package dev.agentservice.privacy.export;

import org.jspecify.annotations.NullMarked;
