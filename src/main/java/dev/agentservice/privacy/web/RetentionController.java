package dev.agentservice.privacy.web;

import dev.agentservice.privacy.retention.RetentionReport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The record of processing, for operators.
 */
@RestController
@Tag(name = "Operations")
class RetentionController {

	private final RetentionReport retention;

	RetentionController(RetentionReport retention) {
		this.retention = retention;
	}

	@GetMapping(path = "/ops/retention", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "What personal data is kept, what for, and how long",
			description = "With the times that are configured here. The documentation has the same with the defaults.")
	RetentionReport retention() {
		return this.retention;
	}

}
