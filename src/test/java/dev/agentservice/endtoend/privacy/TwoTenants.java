package dev.agentservice.endtoend.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.TestKey;

/**
 * Two tenants, {@code initech} and {@code globex}, each with an officer and a backend
 * that asks on behalf of its users.
 */
final class TwoTenants {

	private TwoTenants() {
	}

	/** A folder with a key and an empty directory for sealed copies. */
	static Path folder() {
		try {
			Path folder = Files.createTempDirectory("officer");
			Files.createDirectory(folder.resolve("holds"));
			Files.writeString(folder.resolve("key"), "A".repeat(43) + "=");
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Gives a service {@code initech-officer}, {@code globex-backend} and so on. */
	static ServiceUnderTest keys(ServiceUnderTest service) {
		int index = 4;
		for (String tenant : List.of("initech", "globex")) {
			for (String kind : List.of("officer", "backend")) {
				String key = "agent-service.identity.api-keys[" + index++ + "].";
				boolean officer = kind.equals("officer");
				service.with(key + "name", tenant + "-" + kind)
					.with(key + "sha256", TestKey.sha256(tenant + "-" + kind))
					.with(key + "tenant", tenant)
					.with(key + (officer ? "user" : "on-behalf"), officer ? "olaf" : "true")
					.with(key + "scopes", officer ? "privacy,ops" : "agent,knowledge");
			}
		}
		return service;
	}

}
