package dev.agentservice.privacy.receipt;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.support.personal.Kept;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What an erasure has done so far.
 *
 * @param id its id
 * @param user the user's tag
 * @param status how far it is
 * @param requestedAt when it was asked for
 * @param completedAt when it was completed
 * @param blocked whether the user stays blocked
 * @param stores what each store did
 * @param outside who outside of the service got personal data, which this does not reach
 * @param backups what is known of older copies
 * @param receipt all of this, signed, once it is completed
 */
@Schema(description = "What an erasure has done so far. It names nobody.")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureReport(@Schema(example = "era_01M838DWTC55J56BHF7KJFK35W") String id,
		@Schema(description = "The user's tag.", example = "3f0c9a5be1d24470a6f2b8c1d5e07a93") String user,
		@Schema(implementation = ErasureStatus.class) ErasureStatus status,
		@Schema(example = "2026-11-23T09:30:00Z") Instant requestedAt,
		@Schema(example = "2026-11-23T10:30:00Z") @Nullable Instant completedAt,
		@Schema(description = "Whether the user stays blocked: then the block is the only key that is left.") boolean blocked,
		List<StoreReport> stores,
		@Schema(description = "Who outside of the service got personal data. Their copies are theirs to "
				+ "delete.") List<Outside> outside,
		Backups backups, @Nullable SignedReceipt receipt) {

	/**
	 * What a store did.
	 *
	 * @param name its name
	 * @param found how many pieces of data it found
	 * @param deleted how many of them it deleted
	 * @param kept what it keeps, and why
	 * @param verifiedAt when nothing was found any more
	 */
	@Schema(name = "ErasureStore")
	@JsonNaming(SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record StoreReport(@Schema(example = "run") String name, @Schema(example = "12") long found,
			@Schema(example = "12") long deleted, List<KeptReport> kept,
			@Schema(example = "2026-11-23T09:30:02Z") @Nullable Instant verifiedAt) {

	}

	/**
	 * What a store keeps.
	 *
	 * @param what what it is
	 * @param reason why it stays
	 * @param until until when
	 */
	@Schema(name = "ErasureKept")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record KeptReport(@Schema(example = "tags in the audit log") String what,
			@Schema(example = "accountability") String reason,
			@Schema(example = "2027-11-23T09:30:02Z") @Nullable Instant until) {

		/** As a receipt has it. */
		public static KeptReport of(Kept kept) {
			return new KeptReport(kept.what(), kept.reason(), kept.until());
		}

	}

	/**
	 * What is known of older copies.
	 *
	 * @param aofRewritten whether the files of Redis were written anew since
	 * @param ledgerSeq the number of the erasure in the ledger, by which it is done again
	 * when an older backup is restored
	 * @param replayed whether it was done again for that reason
	 */
	@Schema(name = "ErasureBackups")
	@JsonNaming(SnakeCaseStrategy.class)
	public record Backups(@Schema(
			description = "Whether the files of Redis were written anew since: `pending`, `done`, or `unknown` if "
					+ "Redis does not say so, or not in time.",
			allowableValues = {
					"pending", "done", "unknown" },
			example = "done") String aofRewritten,
			@Schema(description = "The number of the erasure in the ledger.", example = "17") long ledgerSeq,
			@Schema(description = "Whether this is the erasure done again, because Redis was restored from an older "
					+ "backup.", example = "false") boolean replayed){

	}

}
