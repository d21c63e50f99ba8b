using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Clarifai.Inputs;
using Magpie.Functions.Tests.Hosting;
using Magpie.Inputs;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>What the table <c>inputs</c> remembers, and forgets.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed class InputIndexTests(ClarifaiFixture fixture)
{
    [Fact]
    public async Task Of_many_assets_from_one_url_the_newest_are_read()
    {
        var index = fixture.App.Services.GetRequiredService<IInputIndex>();
        var account = NewAccount();
        var time = new ManualTime();
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            ids.Add(AssetId.New(time));
            await index.AddSourceAsync(account, "http://x.example/a.png", ids[^1], default);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await index.AddSourceAsync(account, "http://x.example/b.png", AssetId.New(time), default);
        (await index.FromUrlAsync(account, "http://x.example/a.png", 3, default)).ShouldBe([ids[4], ids[3], ids[2]]);
        (await index.FromUrlAsync(account, "http://x.example/c.png", 3, default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v2/inputs/mine")]
    [InlineData("/api/assets/{id}")]
    public async Task Nothing_is_left_of_an_input_that_is_deleted_by_either_api(string path)
    {
        var account = NewAccount();
        var (client, _) = await fixture.SignInAsync(account);
        await client.AddAsync("mine", fixture.Url("red.png"));
        (await RowsAsync(account)).Length.ShouldBe(3, "id, URL and source");
        var id = (await (await client.GetAsync("/api/assets")).ReadJsonAsync()).GetProperty("assets")[0].GetProperty("id").GetString();

        (await client.DeleteAsync(path.Replace("{id}", id, StringComparison.Ordinal))).EnsureSuccessStatusCode();

        (await RowsAsync(account)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_by_url_finds_what_is_there_however_often_it_was_added_and_deleted()
    {
        var (client, _) = await fixture.SignInAsync();
        for (var time = 0; time < 3; time++)
        {
            await client.AddAsync("mine", fixture.Url("red.png"));
            var filter = $$$$$"""{"query":{"ands":[{"input":{"data":{"image":{"url":"{{{{{fixture.Url("red.png")}}}}}"}}}}]}}""";
            (await (await client.PostTextAsync("/v2/searches", filter)).HitsAsync()).ShouldBe(["mine"]);
            (await client.DeleteAsync("/v2/inputs/mine")).EnsureSuccessStatusCode();
        }
    }

    private static string NewAccount() => "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    private async Task<string[]> RowsAsync(string account)
    {
        var table = new TableServiceClient(fixture.Storage.ConnectionString).GetTableClient(TableInputIndex.Table);
        var rows = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {account}")))
        {
            rows.Add(row.RowKey);
        }

        return [.. rows];
    }
}
