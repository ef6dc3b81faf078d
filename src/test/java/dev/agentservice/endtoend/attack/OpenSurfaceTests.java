package dev.agentservice.endtoend.attack;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What somebody without a key can make a replica do. */
@Tag("process")
class OpenSurfaceTests {

	private static final Logger log = LoggerFactory.getLogger(OpenSurfaceTests.class);

	@RegisterExtension
	static final AttackedReplica replica = AttackedReplica.shared();

	private static final int LANGUAGES = 400;

	@Test
	void nobodyCanHaveADocumentMadeForEachLanguage() throws Exception {
		replica.http().request("GET", "/v3/api-docs", Map.of(), new byte[0]);
		Set<String> documents = new HashSet<>();
		Duration before = replica.processorTime();
		replica.servesOthersDuring(() -> {
			for (int i = 0; i < LANGUAGES; i++) {
				String language = "x" + (char) ('a' + i % 26) + "-" + (char) ('A' + i / 26 % 26) + "Z, de-x-" + i;
				Answer answer = replica.http()
					.request("GET", "/v3/api-docs?" + i, Map.of("Accept-Language", language), new byte[0]);
				assertThat(answer.status()).isEqualTo(200);
				documents.add(answer.text());
			}
		});
		Duration each = replica.processorTime().minus(before).dividedBy(LANGUAGES);
		log.atInfo().addKeyValue("each_ms", each.toMillis()).log("Processor time for each language");
		assertThat(documents).hasSize(1);
		// One document took two seconds.
		assertThat(each).isLessThan(Duration.ofMillis(200));
	}

}
