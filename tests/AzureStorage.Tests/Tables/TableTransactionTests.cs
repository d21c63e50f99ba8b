using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Tables;

[Collection(AzuriteCollection.Name)]
public sealed class TableTransactionTests(Azurite azurite)
{
    [Fact]
    public async Task A_transaction_makes_every_kind_of_change_and_answers_with_their_ETags()
    {
        var table = await NewTableAsync("1", "2", "3");
        var etag = (await table.GetEntityAsync<TableEntity>("it's", "2")).Value.ETag;
        TableTransactionAction[] actions =
        [
            new(TableTransactionActionType.UpdateReplace, Entity("1", 10), ETag.All),
            new(TableTransactionActionType.UpdateMerge, Entity("2", 20), etag),
            new(TableTransactionActionType.Delete, Entity("3", 0)),
            new(TableTransactionActionType.Add, Entity("naïve 日本", 40)),
            new(TableTransactionActionType.UpsertMerge, Entity("5", 50)),
            new(TableTransactionActionType.UpsertReplace, Entity("6", 60)),
        ];

        var answers = (await table.SubmitTransactionAsync(actions)).Value;

        answers.Select(answer => answer.Status).ShouldAllBe(status => status == 204);
        foreach (var (action, answer) in actions.Zip(answers).Where(pair => pair.First.ActionType != TableTransactionActionType.Delete))
        {
            var read = (await table.GetEntityAsync<TableEntity>("it's", action.Entity.RowKey)).Value;
            read.ETag.ShouldBe(answer.Headers.ETag!.Value);
            read.GetInt32("V").ShouldBe(((TableEntity)action.Entity).GetInt32("V"));
        }

        (await table.GetEntityIfExistsAsync<TableEntity>("it's", "3")).HasValue.ShouldBeFalse();
    }

    [Fact]
    public async Task A_transaction_with_one_action_that_cannot_be_done_does_nothing_and_says_which()
    {
        var table = await NewTableAsync("3");
        var actions = Enumerable.Range(0, 5).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Entity($"{i}", i)));

        var failure = await Should.ThrowAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(actions));

        failure.Status.ShouldBe(409);
        failure.ErrorCode.ShouldBe(TableErrorCode.EntityAlreadyExists.ToString());
        failure.FailedTransactionActionIndex.ShouldBe(3);
        await foreach (var entity in table.QueryAsync<TableEntity>())
        {
            entity.RowKey.ShouldBe("3");
        }
    }

    [Fact]
    public async Task A_transaction_under_a_stale_ETag_does_nothing()
    {
        var table = await NewTableAsync("1");
        var stale = (await table.GetEntityAsync<TableEntity>("it's", "1")).Value.ETag;
        await table.UpsertEntityAsync(Entity("1", 2));
        TableTransactionAction[] actions =
        [
            new(TableTransactionActionType.Add, Entity("2", 2)),
            new(TableTransactionActionType.UpdateMerge, Entity("1", 3), stale),
        ];

        var failure = await Should.ThrowAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(actions));

        failure.Status.ShouldBe(412);
        failure.ErrorCode.ShouldBe(TableErrorCode.UpdateConditionNotSatisfied.ToString());
        failure.FailedTransactionActionIndex.ShouldBe(1);
        (await table.GetEntityIfExistsAsync<TableEntity>("it's", "2")).HasValue.ShouldBeFalse();
        (await table.GetEntityAsync<TableEntity>("it's", "1")).Value.GetInt32("V").ShouldBe(2);
    }

    [Fact]
    public async Task A_hundred_actions_fit_and_none_or_more_are_refused()
    {
        var table = await NewTableAsync();
        TableTransactionAction[] Actions(int count) =>
            [.. Enumerable.Range(0, count).Select(i => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Entity($"{i}", i)))];

        (await table.SubmitTransactionAsync(Actions(100))).Value.Count.ShouldBe(100);
        await Should.ThrowAsync<InvalidOperationException>(() => table.SubmitTransactionAsync(Actions(101)));
        await Should.ThrowAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([]));
    }

    private static TableEntity Entity(string row, int value) => new("it's", row) { ["V"] = value, ["Text"] = "--batch\r\nHTTP/1.1 500 x" };

    private async Task<TableClient> NewTableAsync(params string[] rows)
    {
        var table = new TableClient(azurite.ConnectionString, Names.Table());
        await table.CreateAsync();
        foreach (var row in rows)
        {
            await table.AddEntityAsync(Entity(row, 1));
        }

        return table;
    }
}
