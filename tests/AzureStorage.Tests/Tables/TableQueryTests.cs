using Azure.Data.Tables;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Tables;

[Collection(AzuriteCollection.Name)]
public sealed class TableQueryTests(Azurite azurite)
{
    [Fact]
    public async Task More_than_a_thousand_entities_come_once_each_in_order_page_by_page()
    {
        var table = await NewTableAsync(1_205);

        List<string> rows = [];
        var pages = 0;
        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages())
        {
            pages++;
            rows.AddRange(page.Values.Select(entity => entity.RowKey));
        }

        pages.ShouldBe(2);
        rows.ShouldBe(Enumerable.Range(0, 1_205).Select(Row));
    }

    [Fact]
    public async Task A_query_goes_on_from_a_continuation_token()
    {
        var table = await NewTableAsync(25);
        string? token = null;
        await foreach (var page in table.QueryAsync<TableEntity>(maxPerPage: 10).AsPages())
        {
            page.Values.Count.ShouldBe(10);
            token = page.ContinuationToken;
            break;
        }

        List<string> rest = [];
        await foreach (var page in table.QueryAsync<TableEntity>(maxPerPage: 10).AsPages(token))
        {
            rest.AddRange(page.Values.Select(entity => entity.RowKey));
        }

        rest.ShouldBe(Enumerable.Range(10, 15).Select(Row));
    }

    [Fact]
    public async Task A_filter_compares_values_of_each_type()
    {
        var table = await NewTableAsync(10);

        (await CountAsync(table, $"Number ge {3} and Number lt {5}")).ShouldBe(2);
        (await CountAsync(table, $"Big gt {8_000_000_000L}")).ShouldBe(1);
        (await CountAsync(table, $"Half eq {1.5}")).ShouldBe(1);
        (await CountAsync(table, $"Even eq {true}")).ShouldBe(5);
        (await CountAsync(table, $"Time lt {Time(2)}")).ShouldBe(2);
        (await CountAsync(table, $"Id eq {Id(4)}")).ShouldBe(1);
        (await CountAsync(table, $"Text eq {"it's 7"}")).ShouldBe(1);
        (await CountAsync(table, $"RowKey gt {Row(7)}")).ShouldBe(2);
    }

    [Fact]
    public async Task A_value_in_a_filter_can_be_nothing_but_a_value()
    {
        var table = await NewTableAsync(3);

        (await CountAsync(table, $"Text eq {"x' or PartitionKey eq 'p"}")).ShouldBe(0);
        Should.Throw<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new object()}"));
    }

    [Fact]
    public async Task A_query_reads_the_selected_properties_only()
    {
        var table = await NewTableAsync(1);

        await foreach (var entity in table.QueryAsync<TableEntity>(select: ["RowKey", "Number"]))
        {
            entity.RowKey.ShouldBe(Row(0));
            entity.GetInt32("Number").ShouldBe(0);
            entity.ContainsKey("Text").ShouldBeFalse();
        }
    }

    private static async Task<int> CountAsync(TableClient table, FormattableString filter)
    {
        var count = 0;
        await foreach (var _ in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter)))
        {
            count++;
        }

        return count;
    }

    private static string Row(int i) => $"{i:00000}";

    private static DateTimeOffset Time(int i) => new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(2)).AddMinutes(i);

    private static Guid Id(int i) => new(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private async Task<TableClient> NewTableAsync(int entities)
    {
        var table = new TableClient(azurite.ConnectionString, Names.Table());
        await table.CreateAsync();
        foreach (var chunk in Enumerable.Range(0, entities).Chunk(100))
        {
            await table.SubmitTransactionAsync(chunk.Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", Row(i))
            {
                ["Number"] = i,
                ["Big"] = i * 1_000_000_000L,
                ["Half"] = i / 2.0,
                ["Even"] = i % 2 == 0,
                ["Time"] = Time(i),
                ["Id"] = Id(i),
                ["Text"] = $"it's {i}",
            })));
        }

        return table;
    }
}
