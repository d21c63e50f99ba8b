using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Tables;

[Collection(AzuriteCollection.Name)]
public sealed class TableEntityTests(Azurite azurite)
{
    private static readonly DateTimeOffset Time = new(2026, 4, 1, 7, 30, 15, 123, TimeSpan.Zero);
    private static readonly Guid Id = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    public enum Colour
    {
        Red,
        Green,
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_dictionary_entity_reads_back_with_every_type_it_was_written_with()
    {
        var table = await NewTableAsync();
        var entity = new TableEntity("p", "r")
        {
            ["Text"] = "naïve \"quoted\" \\ \u0001 \r\n 日本 😀 </x>",
            ["Empty"] = "",
            ["Int"] = 42,
            ["Long"] = 9_007_199_254_740_993L,
            ["Double"] = 2.0,
            ["Fraction"] = -0.125,
            ["Infinite"] = double.PositiveInfinity,
            ["Bool"] = true,
            ["Time"] = Time,
            ["Guid"] = Id,
            ["Bytes"] = new byte[] { 0, 1, 254, 255 },
            ["Data"] = BinaryData.FromBytes([7, 8]),
            ["Nothing"] = null,
        };

        await table.AddEntityAsync(entity);

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        read.GetString("Text").ShouldBe(entity.GetString("Text"));
        read["Empty"].ShouldBe("");
        read["Int"].ShouldBe(42);
        read["Long"].ShouldBe(9_007_199_254_740_993L);
        read["Double"].ShouldBe(2.0);
        read["Fraction"].ShouldBe(-0.125);
        read.GetDouble("Infinite").ShouldBe(double.PositiveInfinity);
        read["Bool"].ShouldBe(true);
        read["Time"].ShouldBe(Time);
        read["Guid"].ShouldBe(Id);
        read.GetBinary("Bytes").ShouldBe([0, 1, 254, 255]);
        read.GetBinaryData("Data").ToArray().ShouldBe([7, 8]);
        read.ContainsKey("Nothing").ShouldBeFalse();
        read.GetInt32("NotThere").ShouldBeNull();
        read.PartitionKey.ShouldBe("p");
        read.Timestamp.ShouldNotBeNull();
        Should.Throw<InvalidOperationException>(() => read.GetInt32("Text"));
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_class_reads_back_with_every_type_it_was_written_with()
    {
        var table = await NewTableAsync();
        var photo = new Photo
        {
            PartitionKey = "p",
            RowKey = "r",
            Title = "Füße",
            Width = int.MaxValue,
            Bytes = long.MaxValue,
            Score = 3,
            Ratio = 0.1f,
            IsReady = true,
            TakenOn = Time,
            Received = Time.UtcDateTime,
            Correlation = Id,
            Hash = [1, 2, 3],
            Embedding = BinaryData.FromBytes([4, 5]),
            Colour = Colour.Green,
            Renamed = "x",
            Ignored = [new object()],
            MaybeWidth = 7,
        };

        await table.AddEntityAsync(photo);

        var read = (await table.GetEntityAsync<Photo>("p", "r")).Value;
        read.Title.ShouldBe("Füße");
        (read.Width, read.Bytes, read.Score, read.Ratio, read.IsReady).ShouldBe((int.MaxValue, long.MaxValue, 3.0, 0.1f, true));
        (read.TakenOn, read.Received, read.Correlation, read.Colour).ShouldBe((Time, Time.UtcDateTime, Id, Colour.Green));
        read.Hash.ShouldBe([1, 2, 3]);
        read.Embedding!.ToArray().ShouldBe([4, 5]);
        (read.MaybeWidth, read.MaybeScore, read.Renamed, read.Ignored).ShouldBe((7, null, "x", null));
        read.Timestamp.ShouldNotBeNull();
        read.ETag.ShouldNotBe(default);
        (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetString("short").ShouldBe("x");
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_class_that_a_table_cannot_hold_says_which_property()
    {
        var table = await NewTableAsync();

        var failure = await Should.ThrowAsync<Exception>(() => table.AddEntityAsync(new Unfit { PartitionKey = "p", RowKey = "r" }));

        failure.ToString().ShouldContain("Unfit.Tags");
    }

    [Theory]
    [InlineData("it's", "o''clock")]
    [InlineData("a b+c", "100%25")]
    [InlineData("naïve 日本", "😀=&;@!$()*,[]~")]
    [InlineData("", "")]
    public async Task Keys_of_any_characters_are_written_read_queried_and_deleted(string partition, string row)
    {
        var table = await NewTableAsync();
        await table.UpsertEntityAsync(new TableEntity(partition, row) { ["V"] = 1 }, TableUpdateMode.Replace);
        await table.UpsertEntityAsync(new TableEntity(partition, row) { ["V"] = 2 }, TableUpdateMode.Replace);

        var read = await table.GetEntityIfExistsAsync<TableEntity>(partition, row);
        read.HasValue.ShouldBeTrue();
        read.Value!.GetInt32("V").ShouldBe(2);
        List<TableEntity> found = [];
        await foreach (var entity in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {row}")))
        {
            found.Add(entity);
        }

        found.ShouldHaveSingleItem().RowKey.ShouldBe(row);
        (await table.DeleteEntityAsync(partition, row)).Status.ShouldBe(204);
        (await table.GetEntityIfExistsAsync<TableEntity>(partition, row)).HasValue.ShouldBeFalse();
    }

    [Fact]
    public async Task Selected_properties_only_are_read()
    {
        var table = await NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var read = (await table.GetEntityAsync<TableEntity>("p", "r", select: ["B"])).Value;

        read.GetInt32("B").ShouldBe(2);
        read.ContainsKey("A").ShouldBeFalse();
    }

    [Fact]
    public async Task Failures_carry_status_and_code()
    {
        var table = await NewTableAsync();
        var entity = new TableEntity("p", "r");
        await table.AddEntityAsync(entity);
        var gone = new TableClient(azurite.ConnectionString, "nosuchtable");

        (await FailAsync(() => table.AddEntityAsync(entity))).ShouldBe((409, TableErrorCode.EntityAlreadyExists.ToString()));
        (await FailAsync(() => table.GetEntityAsync<TableEntity>("p", "x"))).ShouldBe((404, TableErrorCode.ResourceNotFound.ToString()));
        (await FailAsync(() => table.UpdateEntityAsync(new TableEntity("p", "x"), ETag.All))).Status.ShouldBe(404);
        (await FailAsync(() => gone.AddEntityAsync(entity))).ShouldBe((404, TableErrorCode.TableNotFound.ToString()));
        (await table.DeleteEntityAsync("p", "x")).Status.ShouldBe(404);
        (await gone.DeleteAsync()).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_table_is_created_once_and_deleted()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var name = Names.Table();
        var table = service.GetTableClient(name);

        (await table.CreateIfNotExistsAsync()).Value.Name.ShouldBe(name);
        (await table.CreateIfNotExistsAsync()).GetRawResponse().Status.ShouldBe(409);
        (await FailAsync(() => table.CreateAsync())).ShouldBe((409, TableErrorCode.TableAlreadyExists.ToString()));
        List<string> names = [];
        await foreach (var item in service.QueryAsync(TableServiceClient.CreateQueryFilter($"TableName eq {name}")))
        {
            names.Add(item.Name);
        }

        names.ShouldBe([name]);
        (await table.DeleteAsync()).Status.ShouldBe(204);
        (await FailAsync(() => table.AddEntityAsync(new TableEntity("p", "r")))).Code.ShouldBe(TableErrorCode.TableNotFound.ToString());
    }

    private static async Task<(int Status, string? Code)> FailAsync(Func<Task> attempt)
    {
        var failure = await Should.ThrowAsync<RequestFailedException>(attempt);
        return (failure.Status, failure.ErrorCode);
    }

    private async Task<TableClient> NewTableAsync()
    {
        var table = new TableClient(azurite.ConnectionString, Names.Table());
        await table.CreateAsync();
        return table;
    }

    public sealed class Photo : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Title { get; set; }

        public int Width { get; set; }

        public int? MaybeWidth { get; set; }

        public long Bytes { get; set; }

        public double Score { get; set; }

        public double? MaybeScore { get; set; }

        public float Ratio { get; set; }

        public bool IsReady { get; set; }

        public DateTimeOffset TakenOn { get; set; }

        public DateTime Received { get; set; }

        public Guid Correlation { get; set; }

        public byte[] Hash { get; set; } = [];

        public BinaryData? Embedding { get; set; }

        public Colour Colour { get; set; }

        [DataMember(Name = "short")]
        public string Renamed { get; set; } = "";

        [IgnoreDataMember]
        public object[]? Ignored { get; set; }

        public bool IsWide => Width > 1000;
    }

    public sealed class Unfit : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public List<string> Tags { get; set; } = [];
    }
}
