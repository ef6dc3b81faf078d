package dev.agentservice.run.execution;

import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import dev.agentservice.endtoend.ServiceUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What Prometheus gets to see of the costs of runs: at the endpoint of a running service.
 */
class RunCostsTests {

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@ParameterizedTest(name = "{0} nano USD")
	@CsvSource({ "0, 0, 1.0E-4", "100000, 0, 1.0E-4", "100001, 1.0E-4, 1.25E-4", "1500000, 0.0014552, 0.001819",
			"10900000000, 8.7581, 10.948", "11000000000, 10.948, +Inf" })
	void aCostIsInTheNarrowestBucketThatHoldsIt(long nano, String below, String in) {
		String agent = "costs-" + nano;
		service.bean(RunCosts.class).record(agent, nano);
		NavigableMap<Double, Long> buckets = buckets(agent);
		assertThat(buckets.get(bound(in))).as("le=" + in).isOne();
		assertThat(buckets.headMap(bound(in), false).values()).allMatch((count) -> count == 0);
		assertThat(buckets.lowerKey(bound(in))).isEqualTo("0".equals(below) ? null : Double.valueOf(below));
	}

	@Test
	void quantilesAreWithinABucketOfTheTrueOnes() {
		Random random = new Random(11);
		List<Long> costs = LongStream.generate(() -> (long) (3e6 * Math.exp(1.4 * random.nextGaussian())))
			.limit(2000)
			.sorted()
			.boxed()
			.toList();
		costs.forEach((nano) -> service.bean(RunCosts.class).record("costs", nano));
		NavigableMap<Double, Long> buckets = buckets("costs");
		for (double quantile : List.of(0.01, 0.25, 0.5, 0.9, 0.99)) {
			int rank = (int) Math.ceil(quantile * costs.size());
			double usd = costs.get(rank - 1) / 1e9;
			assertThat(buckets.ceilingEntry(usd).getValue()).as("at or below %s USD", usd).isGreaterThanOrEqualTo(rank);
			assertThat(buckets.lowerEntry(usd).getValue()).as("below %s USD", usd).isLessThan(rank);
		}
		assertThat(value("agent_run_cost_usd_count", "costs")).isEqualTo(2000);
		double sum = costs.stream().mapToLong(Long::longValue).sum() / 1e9;
		assertThat(value("agent_run_cost_usd_sum", "costs")).isCloseTo(sum, within(sum / 1e9));
	}

	@Test
	void itSaysWhichReleaseItComesFrom() {
		service.bean(RunCosts.class).record("costs-of-a-release", 1);
		assertThat(service.metrics().lines())
			.filteredOn((line) -> line.startsWith("agent_run_cost_usd") && line.contains("\"costs-of-a-release\""))
			.hasSize(RunCosts.BOUNDS.length + 3)
			.allMatch((line) -> line.contains("track=\"stable\"") && line.contains("version=\"dev\""));
	}

	private static NavigableMap<Double, Long> buckets(String agent) {
		Matcher lines = Pattern
			.compile("(?m)^agent_run_cost_usd_bucket\\{agent=\"%s\",.*le=\"([^\"]+)\"} (\\S+)$"
				.formatted(Pattern.quote(agent)))
			.matcher(service.metrics());
		NavigableMap<Double, Long> buckets = new TreeMap<>();
		while (lines.find()) {
			buckets.put(bound(lines.group(1)), (long) Double.parseDouble(lines.group(2)));
		}
		return buckets;
	}

	private static double value(String metric, String agent) {
		Matcher line = Pattern.compile("(?m)^%s\\{agent=\"%s\",[^}]*} (\\S+)$".formatted(metric, agent))
			.matcher(service.metrics());
		assertThat(line.find()).as(metric).isTrue();
		return Double.parseDouble(line.group(1));
	}

	private static double bound(String le) {
		return "+Inf".equals(le) ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
	}

}
