using Azure;
using Azure.Data.Tables;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Tables;

[Collection(AzuriteCollection.Name)]
public sealed class TableEntityTests(Azurite azurite)
{
    [Fact]
    public async Task An_entity_reads_back_with_every_type_it_was_written_with()
    {
        var table = await NewTableAsync();
        var time = new DateTimeOffset(2026, 4, 1, 7, 30, 15, 123, TimeSpan.Zero);
        var guid = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");
        var entity = new TableEntity("p", "r")
        {
            ["Text"] = "naïve \"quoted\" \\ 日本 😀",
            ["Int"] = 42,
            ["Long"] = 9_007_199_254_740_993L,
            ["Double"] = 2.0,
            ["Fraction"] = -0.125,
            ["Infinite"] = double.PositiveInfinity,
            ["Bool"] = true,
            ["Time"] = time,
            ["Guid"] = guid,
            ["Bytes"] = new byte[] { 0, 1, 254, 255 },
            ["Data"] = BinaryData.FromBytes([7, 8]),
            ["Nothing"] = null,
        };

        await table.AddEntityAsync(entity);

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        read.GetString("Text").ShouldBe("naïve \"quoted\" \\ 日本 😀");
        read.GetInt32("Int").ShouldBe(42);
        read.GetInt64("Long").ShouldBe(9_007_199_254_740_993L);
        read["Double"].ShouldBe(2.0);
        read.GetDouble("Fraction").ShouldBe(-0.125);
        read.GetDouble("Infinite").ShouldBe(double.PositiveInfinity);
        read.GetBoolean("Bool").ShouldBe(true);
        read.GetDateTimeOffset("Time").ShouldBe(time);
        read.GetGuid("Guid").ShouldBe(guid);
        read.GetBinary("Bytes").ShouldBe([0, 1, 254, 255]);
        read.GetBinaryData("Data").ToArray().ShouldBe([7, 8]);
        read.ContainsKey("Nothing").ShouldBeFalse();
        read.Timestamp.ShouldNotBeNull();
        read.ETag.ShouldNotBe(default);
    }

    [Fact]
    public async Task A_transaction_answers_with_an_ETag_for_each_action()
    {
        var table = await NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "1") { ["Value"] = 1 });
        TableTransactionAction[] actions =
        [
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "1") { ["Value"] = 2 }, ETag.All),
            new(TableTransactionActionType.Add, new TableEntity("p", "2") { ["Value"] = 3 }),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "3") { ["Value"] = 4 }),
        ];

        var answers = (await table.SubmitTransactionAsync(actions)).Value;

        answers.Count.ShouldBe(3);
        answers.ShouldAllBe(answer => answer.Status == 204 && answer.Headers.ETag != null);
        (await table.GetEntityAsync<TableEntity>("p", "1")).Value.ETag.ShouldBe(answers[0].Headers.ETag!.Value);
        (await table.GetEntityAsync<TableEntity>("p", "2")).Value.GetInt32("Value").ShouldBe(3);
    }

    private async Task<TableClient> NewTableAsync()
    {
        var table = new TableClient(azurite.ConnectionString, Names.Table());
        await table.CreateAsync();
        return table;
    }
}
