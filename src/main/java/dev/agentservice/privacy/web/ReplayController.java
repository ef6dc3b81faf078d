package dev.agentservice.privacy.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.restore.LedgerReplays;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Does erasures again that a restored Redis has forgotten, where only the log has the
 * ledger.
 */
@RestController
@Tag(name = "Operations")
class ReplayController {

	private final LedgerReplays replays;

	ReplayController(LedgerReplays replays) {
		this.replays = replays;
	}

	@PostMapping(path = "/ops/platform/erasures/replay", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Erase again what a restored backup has brought back",
			description = "Takes lines of the log of erasures, of all tenants, by tags. Those that Redis has in its own "
					+ "ledger are left alone; of the others everything that is there now is erased. Send the same again "
					+ "until `open` is 0: `scripts/replay-erasures` does so. It is in the audit log (`privacy.replay`) "
					+ "before it is done.")
	@ApiResponse(responseCode = "200", description = "How many are known, done and at work")
	LedgerReplays.Taken replay(Caller caller, @RequestBody ReplayRequest request) {
		return this.replays.replay(caller, request.reason(), request.entries());
	}

}
