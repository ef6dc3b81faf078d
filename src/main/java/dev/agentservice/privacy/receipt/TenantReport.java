package dev.agentservice.privacy.receipt;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.privacy.receipt.ErasureReport.Backups;
import dev.agentservice.privacy.receipt.ErasureReport.StoreReport;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What the erasure of a tenant has done so far.
 *
 * @param id its id
 * @param tenant the tenant's tag
 * @param status how far it is
 * @param requestedAt when it was asked for
 * @param completedAt when it was completed
 * @param users what became of the users
 * @param stores what was found of the tenant itself
 * @param outside who outside of the service got personal data
 * @param backups what is known of older copies
 * @param receipt all of this, signed, once it is completed or held
 */
@Schema(name = "TenantErasureReport", description = "What the erasure of a tenant has done so far. It names nobody.")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantReport(@Schema(example = "ten_01M838DWTC55J56BHF7KJFK35W") String id,
		@Schema(description = "The tenant's tag.", example = "8d1c9a5be1d24470a6f2b8c1d5e07a93") String tenant,
		@Schema(implementation = ErasureStatus.class) ErasureStatus status,
		@Schema(example = "2026-11-23T09:30:00Z") Instant requestedAt,
		@Schema(example = "2026-11-23T10:30:00Z") @Nullable Instant completedAt, Users users, List<StoreReport> stores,
		List<Outside> outside, Backups backups, @Nullable SignedReceipt receipt) {

	/**
	 * What became of the users.
	 *
	 * @param waiting how many are known whose erasure has not begun; others may be found
	 * @param atWork how many are being erased
	 * @param erased how many are erased
	 * @param held of how many the sealed copy of a legal hold is left
	 */
	@Schema(name = "TenantErasureUsers")
	@JsonNaming(SnakeCaseStrategy.class)
	public record Users(@Schema(example = "0") long waiting, @Schema(example = "0") long atWork,
			@Schema(example = "200") long erased, @Schema(example = "0") long held) {

	}

}
