/**
 * The list of all erasures as it stands in files, outside of Redis: each is appended
 * before anything is deleted, and by them erasures are done again when Redis is restored
 * from an older backup.
 */
@NullMarked
package dev.agentservice.privacy.ledger;

import org.jspecify.annotations.NullMarked;
