package dev.agentservice.storage.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.storage.Storage;
import dev.agentservice.storage.StorageUse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Users")
class StorageController {

	private final Storage storage;

	StorageController(Storage storage) {
		this.storage = storage;
	}

	@GetMapping("/users/me/storage")
	@Operation(summary = "How much is stored of the caller",
			description = "What runs, their events, conversations and results of tools take, and how much they may: "
					+ "beyond that a new run is a 429 `storage_exceeded`.")
	StorageUse ofCaller(@Parameter(hidden = true) Caller caller) {
		return this.storage.of(caller.tag());
	}

}
