/**
 * What an erasure says it has done, and the signature under it.
 */
@NullMarked
package dev.agentservice.privacy.receipt;

import org.jspecify.annotations.NullMarked;
