/**
 * The list of all erasures as it stands in files, outside of Redis: each is appended
 * before anything is deleted, and by them erasures are done again when Redis is restored
 * from an older backup. Of users and of whole tenants alike.
 */
@NullMarked
package dev.agentservice.privacy.ledger;

import org.jspecify.annotations.NullMarked;
