package dev.agentservice.budget;

import java.time.Clock;

import dev.agentservice.support.RedisSettings;
import dev.agentservice.support.RedisStore;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/**
 * Wires the budget: the price table is checked at start, Redis is not needed before the
 * first call.
 */
@Configuration(proxyBeanMethods = false)
class BudgetConfiguration {

	@Bean
	PriceTable priceTable(BudgetProperties properties) {
		return PriceTable.load(new ClassPathResource("prices.yaml"), properties.prices());
	}

	@Bean
	Books books(RedisStore store, BudgetProperties properties) {
		return new Books(store, properties, Clock.systemUTC(), Books.REDIS_TIME);
	}

	@Bean
	Budgets budgets(Books books, PriceTable prices, BudgetProperties properties, RedisSettings redis,
			MeterRegistry meters) {
		return new Budgets(books, prices, properties, redis.commandTimeout(), new BudgetMetrics(meters));
	}

	@Bean
	UsageReports usageReports(Books books, BudgetProperties properties) {
		return new UsageReports(books, properties);
	}

	@Bean
	PriceTableContributor priceTableContributor(PriceTable prices) {
		return new PriceTableContributor(prices);
	}

}
