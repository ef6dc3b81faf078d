package dev.agentservice.endtoend.attack;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import com.sun.management.ThreadMXBean;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks for every path without a key, with headers and queries at random: nothing that
 * somebody without a key chooses is remembered, and nothing is worth much work. The seed
 * is fixed, so a failure happens again.
 */
@Isolated("it measures the heap")
class OpenSurfaceWalkTests {

	private static final Logger log = LoggerFactory.getLogger(OpenSurfaceWalkTests.class);

	/** In whatever is chosen at random, so that it can be found again. */
	private static final String MARK = "zq7";

	private static final int REQUESTS = Integer.getInteger("open-surface.requests", 1000);

	private static final List<String> HEADERS = List.of("Accept", "Accept-Language", "Accept-Encoding",
			"Accept-Charset", "If-None-Match", "If-Modified-Since", "Range", "Origin", "Cookie", "User-Agent",
			"Referer", "Content-Type", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-For", "X-Forwarded-Proto",
			"Forwarded", "traceparent", "tracestate", "baggage", "Authorization", "X-User-Id", "Idempotency-Key",
			"Last-Event-ID", "Prefer", "X-HTTP-Method-Override", "Access-Control-Request-Method", "Expect-CT",
			"X-Request-Id");

	private static final List<String> METHODS = List.of("GET", "GET", "GET", "GET", "OPTIONS", "POST", "PUT", "DELETE",
			"PATCH", "TRACE", "PROPFIND", "ZQ7");

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest();

	private final Random random = new Random(20261129);

	@Test
	void nothingThatSomebodyWithoutAKeyChoosesIsRememberedOrCostsMuch() {
		List<String> paths = paths();
		RawHttp management = new RawHttp(URI.create(service.managementUrl()).getPort());
		walk(paths, management, REQUESTS / 2);
		long heap = heap();
		Set<String> meters = meters();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = threads.getTotalThreadAllocatedBytes();
		walk(paths, management, REQUESTS);
		long each = (threads.getTotalThreadAllocatedBytes() - allocated) / REQUESTS;
		long grown = heap() - heap;
		log.atInfo()
			.addKeyValue("requests", REQUESTS)
			.addKeyValue("allocated_for_each", each)
			.addKeyValue("heap_grown", grown)
			.addKeyValue("meters", meters().size())
			.log("Walked without a key");
		assertThat(meters()).allSatisfy((meter) -> assertThat(meter).doesNotContainIgnoringCase(MARK));
		assertThat(meters().size() - meters.size()).isLessThan(50);
		assertThat(grown).isLessThan(16_000_000);
		assertThat(each).isLessThan(2_000_000);
	}

	@Test
	void theDocumentationCanBeSwitchedOff() {
		RunningService without = service.another(Map.of("agent-service.documentation.enabled", "false"));
		for (String path : List.of("/v3/api-docs", "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/index.html")) {
			Answer answer = without.http().request("GET", path, Map.of(), new byte[0]);
			assertThat(answer.status()).as(path).isEqualTo(404);
			assertThat(answer.member("code")).isEqualTo("not_found");
		}
	}

	private void walk(List<String> paths, RawHttp management, int requests) {
		for (int i = 0; i < requests; i++) {
			String path = paths.get(this.random.nextInt(paths.size()));
			RawHttp http = path.startsWith("/actuator") ? management : service.http();
			Answer answer = http.request(METHODS.get(this.random.nextInt(METHODS.size())), filled(path) + query(),
					headers(), new byte[0]);
			assertThat(answer.status()).as(path).isBetween(200, 505).isNotEqualTo(500);
		}
	}

	/** All that there are, and some that there are not. */
	private static List<String> paths() {
		List<String> paths = new ArrayList<>(List.of("/", "/error", "/{x}", "/{x}/{x}", "/v3/api-docs",
				"/v3/api-docs.yaml", "/v3/api-docs/{x}", "/swagger-ui.html", "/swagger-ui/index.html",
				"/swagger-ui/index.css", "/swagger-ui/swagger-initializer.js", "/swagger-ui/{x}", "/webjars/{x}",
				"/unlisted/api-docs", "/favicon.ico", "/actuator", "/actuator/health", "/actuator/health/{x}",
				"/actuator/info", "/actuator/prometheus", "/actuator/{x}"));
		Answer document = service.http().request("GET", "/v3/api-docs", Map.of(), new byte[0]);
		paths.addAll(document.json().path("paths").propertyNames());
		return paths;
	}

	private String filled(String path) {
		String filled = path;
		while (filled.indexOf('{') >= 0) {
			filled = filled.replaceFirst("\\{[^}]*}", word(20));
		}
		return filled;
	}

	private String query() {
		return this.random.nextBoolean() ? "" : "?" + word(10) + "=" + word(100) + "&group=" + word(5);
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new HashMap<>();
		for (int count = this.random.nextInt(6); count > 0; count--) {
			headers.put(HEADERS.get(this.random.nextInt(HEADERS.size())), value());
		}
		return headers;
	}

	private String value() {
		return switch (this.random.nextInt(5)) {
			case 0 -> word(200);
			case 1 -> word(8) + "-" + word(2) + ";q=0." + this.random.nextInt(10) + ", " + word(8);
			case 2 -> word(10) + "/" + word(10) + ";" + word(5) + "=" + word(5);
			case 3 -> "Bearer " + word(60) + "." + word(60) + "." + word(60);
			default -> "\"" + word(30) + "\"";
		};
	}

	private String word(int longest) {
		StringBuilder word = new StringBuilder(MARK);
		for (int length = this.random.nextInt(longest); length > 0; length--) {
			word.append((char) ('a' + this.random.nextInt(26)));
		}
		return word.toString();
	}

	private static Set<String> meters() {
		Set<String> meters = new TreeSet<>();
		service.bean(MeterRegistry.class).getMeters().forEach((meter) -> meters.add(meter.getId().toString()));
		return meters;
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
