package dev.agentservice.rollout.judge.evidence;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.agentservice.support.BesideOthers;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@BesideOthers
class EvidenceTests {

	private static final Offset<Double> EXACT = within(1e-9);

	@ParameterizedTest
	@CsvSource({ "20,3,40,2", "5,5,7,1", "1,1,1,0", "30,0,2,2", "100,40,90,10", "7,3,200,199" })
	void theLikelihoodsOfAllTablesWithTheSameMarginsSumToOne(long n, long y, long otherN, long otherY) {
		long all = y + otherY;
		for (double odds : new double[] { 0.75, 1, 1.4, 4.5 }) {
			double sum = 0;
			for (long events = Math.max(0, all - otherN); events <= Math.min(n, all); events++) {
				double likelihood = new NoncentralHypergeometric(new CountTable(n, events, otherN, all - events))
					.logLikelihood(Math.log(odds));
				sum += Math
					.exp(likelihood + LogFactorial.choose(n, events) + LogFactorial.choose(otherN, all - events));
			}
			assertThat(sum).as("odds %s", odds).isCloseTo(1, EXACT);
		}
	}

	@Test
	void largeTablesDoNotOverflow() {
		NoncentralHypergeometric likelihood = new NoncentralHypergeometric(
				new CountTable(40_000, 9_000, 400_000, 60_000));
		double better = likelihood.logLikelihood(Math.log(1.6)) - likelihood.logLikelihood(0);
		assertThat(better).isFinite().isPositive();
		assertThat(likelihood.logLikelihood(1e-12) - likelihood.logLikelihood(0)).isCloseTo(0, within(1e-6));
	}

	@Test
	void factorialsAreExactInTheTableAndBehindIt() {
		assertThat(LogFactorial.of(20)).isCloseTo(Math.log(2_432_902_008_176_640_000L), EXACT);
		assertThat(LogFactorial.of(4096) - LogFactorial.of(4095)).isCloseTo(Math.log(4096), within(1e-10));
		assertThat(LogFactorial.choose(5, 2)).isCloseTo(Math.log(10), EXACT);
	}

	@Test
	void sumsOfLogarithms() {
		assertThat(LogSum.add(Math.log(3), Math.log(4))).isCloseTo(Math.log(7), EXACT);
		assertThat(LogSum.mean(new double[] { 1000, 1000 })).isCloseTo(1000, EXACT);
		assertThat(LogSum.mean(new double[0])).isZero();
		assertThat(LogSum.add(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
	}

	@Test
	void aBetGainsThreeNatsAtOnceAndOneInEachBlockAfter() {
		EProcess bets = new EProcess(1, 1_000_000);
		double before = bets.log();
		bets.add(new double[] { 100 });
		assertThat(bets.log() - before).isLessThan(3);
		double first = bets.log();
		bets.add(new double[] { 100 });
		assertThat(bets.log() - first).isCloseTo(1, within(0.1));
	}

	@Test
	void lossesAreNotBounded() {
		EProcess bets = new EProcess(1, 2);
		bets.add(new double[] { -50 });
		bets.add(new double[] { -50 });
		assertThat(bets.log()).isLessThan(-45);
	}

	@Test
	void whatBeginsLateIsFound() {
		EProcess bets = new EProcess(1, 240);
		IntStream.range(0, 100).forEach((_) -> bets.add(new double[] { -1 }));
		IntStream.range(0, 15).forEach((_) -> bets.add(new double[] { 1 }));
		assertThat(bets.log()).isGreaterThan(4.6);
	}

	@Test
	void theMoneyOfAFairGameKeepsItsExpectation() {
		Random random = new Random(1);
		double mean = IntStream.range(0, 4000).mapToDouble((_) -> {
			EProcess bets = new EProcess(1, 20);
			for (int block = 0; block < 20; block++) {
				// Heads with 1/2; the bet says 0.6.
				bets.add(new double[] { Math.log(random.nextBoolean() ? 1.2 : 0.8) });
			}
			return Math.exp(bets.log());
		}).average().orElseThrow();
		assertThat(mean).isCloseTo(1, within(0.06));
	}

	@Test
	void oddsRatiosAreTakenWithinTables() {
		OddsRatio odds = new OddsRatio();
		// Simpson: the canary is as good within each agent, and has more of the bad one.
		odds.add(new CountTable(100, 1, 1000, 10));
		odds.add(new CountTable(900, 450, 100, 50));
		assertThat(odds.log()).isCloseTo(0, within(0.01));
		assertThat(odds.standardError(4)).isCloseTo(2 * odds.standardError(1), EXACT);
		assertThat(odds.trials()).isEqualTo(1000);
		assertThat(odds.otherEvents()).isEqualTo(60);
	}

	@Test
	void theLastTenMinutesAloneMayShowADifference() {
		OddsRatio odds = new OddsRatio();
		IntStream.range(0, 200).forEach((_) -> {
			odds.add(new CountTable(50, 2, 50, 2));
			odds.next();
		});
		assertThat(odds.surely(1, 0)).isNegative();
		IntStream.range(0, 39).forEach((_) -> {
			odds.add(new CountTable(50, 6, 50, 2));
			odds.next();
		});
		assertThat(odds.surely(1, 0)).isGreaterThan(0.9);
		assertThat(odds.log()).isLessThan(0.5);
	}

	@Test
	void aTableWithoutTrialsSaysNothing() {
		OddsRatio odds = new OddsRatio();
		odds.add(CountTable.EMPTY);
		odds.next();
		assertThat(odds.log()).isZero();
		assertThat(odds.surely(1, 0)).isNegative();
		assertThat(CountTable.EMPTY.isInformative()).isFalse();
		assertThat(new CountTable(3, 0, 4, 0).isInformative()).isFalse();
		assertThat(new CountTable(3, 3, 4, 4).isInformative()).isFalse();
	}

	@Test
	void countsThatVaryByChanceAreNotDispersed() {
		assertThat(dispersion(0)).isBetween(1.0, 1.3);
	}

	@Test
	void countsThatClusterAreDispersed() {
		assertThat(dispersion(5)).isGreaterThan(2);
	}

	private static double dispersion(int cluster) {
		Random random = new Random(7);
		Dispersion dispersion = new Dispersion(List.of(new int[] { 0, 1, 2 }, new int[] { 3 }), 4, 1);
		for (int stretch = 0; stretch < 60; stretch++) {
			for (int pod = 0; pod < 4; pod++) {
				long events = IntStream.range(0, 300).filter((_) -> random.nextDouble() < 0.05).count();
				dispersion.add(pod, 0, 300, events + ((cluster > 0 && random.nextInt(5) == 0) ? 6 * cluster : 0));
			}
			dispersion.endStretch();
		}
		return dispersion.factor();
	}

	@Test
	void oneReplicaTellsNothingOfDispersion() {
		Dispersion dispersion = new Dispersion(List.of(new int[] { 0 }), 1, 1);
		dispersion.add(0, 0, 100, 90);
		dispersion.endStretch();
		assertThat(dispersion.factor()).isOne();
	}

	@Test
	void aJumpOfTheRateIsNoSteadyBlock() {
		Stationarity stationarity = new Stationarity();
		assertThat(stationarity.isSteady(150, 8, 1, 1)).isTrue();
		assertThat(stationarity.isSteady(150, 12, 1, 1)).isTrue();
		assertThat(stationarity.isSteady(150, 90, 1, 1)).isFalse();
		assertThat(stationarity.isSteady(150, 95, 1, 1)).isTrue();
		assertThat(stationarity.isSteady(0, 0, 1, 1)).isTrue();
	}

	@Test
	void aFactorOfTheValueBecomesAnOddsRatio() {
		// Evenly between 0 and 10.
		Distribution even = new Distribution(DoubleStream.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).boxed().toList(),
				new double[] { 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 }, 100);
		assertThat(even.quantile(0.55)).isCloseTo(5.5, EXACT);
		int bound = even.nearestBound(0.5);
		assertThat(even.shareAboveBound(bound)).isCloseTo(0.5, EXACT);
		assertThat(even.logOddsOfFactor(bound, 1.25)).isCloseTo(Math.log(0.6 / 0.4), EXACT);
		assertThat(even.logOddsOfFactor(bound, 1.0)).isPositive();
	}

	@Test
	void likelihoodRatiosOfShares() {
		assertThat(BinomialRatio.log(3, 10, 0.3, 0.15)).isCloseTo(3 * Math.log(2) + 7 * Math.log(0.7 / 0.85), EXACT);
	}

}
