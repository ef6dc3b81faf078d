package dev.agentservice.lambda;

import java.nio.charset.StandardCharsets;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class RehearsalTests {

	@ParameterizedTest
	@CsvSource({ "/response, 2, 401, true", "/response, 2, 200, false", "/response, 1, 200, true",
			"/response, 0, 503, true", "/response, 0, 401, false", "/response, 0, 500, false",
			"/error, 0, 200, false" })
	void aRehearsalThatWasAnsweredWronglyFails(String path, int left, String status, boolean expected) {
		byte[] message = "{\"statusCode\":%s}".formatted(status).getBytes(StandardCharsets.UTF_8);
		assertThat(Rehearsal.isExpected(path, left, message)).isEqualTo(expected);
	}

}
