package dev.agentservice.privacy.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is deleted is in the ledger, and what cannot be written there is not deleted.
 */
class ErasureLedgerTests {

	private static final int ALL = 1000;

	private final Caller jane = Tickets.somebody();

	@TempDir
	Path folder;

	@Test
	void eachErasureIsALineOfTheFileByTagsAlone() throws IOException {
		Path file = this.folder.resolve("erasures.ndjson");
		try (ErasureReplica replica = replica(file); RunReplica runs = new RunReplica(RedisServer.shared())) {
			runs.converse(this.jane, "talk", "run_1");
			replica.work(replica.open(this.jane), ALL);
			List<String> lines = Files.readAllLines(file);
			JsonNode entry = JsonMapper.shared().readTree(lines.getFirst());
			assertThat(lines).hasSize(1);
			assertThat(entry.at("/user").asString()).isEqualTo(this.jane.tag().value());
			assertThat(entry.at("/seq").asLong()).isPositive();
			assertThat(lines.getFirst()).doesNotContain(this.jane.user(), this.jane.tenant());
		}
	}

	@Test
	void aLineThatWasTornSpoilsNoOther() throws IOException {
		Path file = this.folder.resolve("torn.ndjson");
		Files.writeString(file, "{\"seq\":17,\"us");
		try (ErasureReplica replica = replica(file)) {
			replica.work(replica.open(this.jane), ALL);
			List<String> lines = Files.readAllLines(file);
			assertThat(lines).hasSize(2);
			assertThat(JsonMapper.shared().readTree(lines.getLast()).at("/user").asString())
				.isEqualTo(this.jane.tag().value());
		}
	}

	@Test
	void whileTheFileCannotBeWrittenNothingIsDeleted() throws IOException {
		Path file = Files.createDirectory(this.folder.resolve("no-file"));
		try (ErasureReplica replica = replica(file); RunReplica runs = new RunReplica(RedisServer.shared())) {
			runs.converse(this.jane, "talk", "run_1");
			var before = replica.keys(this.jane.tag().value());
			String id = replica.open(this.jane);
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> replica.work(id, ALL))
				.withMessageContaining("agent-service.privacy.ledger-file");
			assertThat(replica.keys(this.jane.tag().value())).isEqualTo(before);
			assertThat(replica.report(id).status()).isEqualTo(ErasureStatus.FENCING);
		}
	}

	private static ErasureReplica replica(Path file) {
		return new ErasureReplica(RedisServer.shared(), Map.of("agent-service.privacy.ledger-file", file.toString()));
	}

}
