using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Tables;

[Collection(AzuriteCollection.Name)]
public sealed class TableUpdateTests(Azurite azurite)
{
    [Fact]
    public async Task An_update_under_the_current_ETag_is_done_and_answers_with_the_next_one()
    {
        var table = await NewTableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 })).Headers.ETag!.Value;

        var second = (await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, first)).Headers.ETag!.Value;
        var third = (await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, second, TableUpdateMode.Replace)).Headers.ETag!.Value;

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        read.ETag.ShouldBe(third);
        read.GetInt32("A").ShouldBe(3);
        read.ContainsKey("B").ShouldBeFalse();
    }

    [Fact]
    public async Task A_merge_keeps_what_it_does_not_name()
    {
        var table = await NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, TableUpdateMode.Merge);

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        (read.GetInt32("A"), read.GetInt32("B")).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Updates_and_deletions_under_a_stale_ETag_fail_with_UpdateConditionNotSatisfied()
    {
        var table = await NewTableAsync();
        var stale = (await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 })).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 });

        foreach (var attempt in (Func<Task>[])
            [
                () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, stale, TableUpdateMode.Merge),
                () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, stale, TableUpdateMode.Replace),
                () => table.DeleteEntityAsync("p", "r", stale),
            ])
        {
            var failure = await Should.ThrowAsync<RequestFailedException>(attempt);
            failure.Status.ShouldBe(412);
            failure.ErrorCode.ShouldBe(TableErrorCode.UpdateConditionNotSatisfied.ToString());
        }

        (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("A").ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_updates_at_once_under_one_ETag_exactly_one_is_done()
    {
        var table = await NewTableAsync();
        var etag = (await table.AddEntityAsync(new TableEntity("p", "r") { ["Winner"] = -1 })).Headers.ETag!.Value;

        var attempts = Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await table.UpdateEntityAsync(new TableEntity("p", "r") { ["Winner"] = i }, etag);
                return i;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                return -1;
            }
        });
        var winners = (await Task.WhenAll(attempts)).Where(i => i >= 0).ToArray();

        (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("Winner").ShouldBe(winners.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task An_update_without_an_ETag_is_refused_before_it_is_sent()
    {
        var table = await NewTableAsync();

        await Should.ThrowAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));
    }

    private async Task<TableClient> NewTableAsync()
    {
        var table = new TableClient(azurite.ConnectionString, Names.Table());
        await table.CreateAsync();
        return table;
    }
}
