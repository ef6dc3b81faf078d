/**
 * Legal holds: a copy of a user's data, sealed, in a directory outside of Redis, which an
 * erasure leaves until the hold is released or has ended. The file is the truth: it says
 * whose it is and until when, so neither a crash nor a Redis of yesterday loses a hold or
 * brings one back.
 * <p>
 * A file {@code <tag>.<copy>.hold} begins with a line of JSON in the clear
 * ({@link HoldHeader}); the rest is sealed with AES-256-GCM, piece by piece, under a key
 * of its own that is made of the configured one and that line ({@link Sealing}).
 * {@code *.part} are files in the making. A copy is deleted by its own name, so what is
 * placed anew is never taken for what was released. {@code directory.id} says which
 * directory it is.
 * <p>
 * Redis key <code>as:{e}:holds</code>, a hash, user's tag → until when in ms, and the
 * tenant's tag, or {@code releasing <copy>} and that while the file is being deleted: by
 * it a replica that does not see the directory knows that there is a copy.
 * <code>as:{e}:holds:turn:&lt;tag&gt;</code>: which operation on a user's hold is the
 * latest; one before then fails. <code>as:{e}:holds:directory</code>: the id of the
 * directory.
 */
@NullMarked
package dev.agentservice.privacy.hold;

import org.jspecify.annotations.NullMarked;
