using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Bench.Search;

/// <summary>
/// Ready assets as ingest leaves them, written through the product's own row classes. Every tag of <see cref="Tag"/> is on 200 of them, however many there
/// are: what a query of one finds does not grow with the catalogue.
/// </summary>
internal sealed class MadeCatalogue(string account, int count)
{
    public const int Dimension = 576;
    public const string Model = "wildlife-6@1.0.0";

    /// <summary>Tags with the same number of hits.</summary>
    public const int Tags = 40;

    private const int Carriers = 200;
    private const int TransactionLimit = 100;
    private const int Vocabulary = 1000;

    private static readonly string[] Colors = ["#2f5e97", "#d8d3c8", "#6b6a48", "#171b1e", "#a8743b"];

    private readonly Random _random = new(6);

    public int Count => count;

    public static string Tag(int number) => $"landmark {number % Tags}";

    /// <summary>Fills the two tables; of the tag lists only those of <see cref="Tag"/>, which are all that is asked for.</summary>
    public async Task FillAsync(TableClient assets, TableClient tags, CancellationToken cancellationToken)
    {
        await assets.CreateIfNotExistsAsync(cancellationToken);
        await tags.CreateIfNotExistsAsync(cancellationToken);
        var waiting = new Dictionary<string, List<TableTransactionAction>>(StringComparer.Ordinal);
        for (var number = 0; number < count; number++)
        {
            var asset = Make(number);
            var partition = AssetKeys.Partition(account, asset.Id);
            await AddAsync(assets, AssetRow.From(partition, AssetKeys.Row(asset.Id), asset, new AssetEmbedding(Model, Embedding())));
            if (number < Tags * Carriers)
            {
                await AddAsync(tags, AssetRow.From(AssetKeys.TagPartition(account, Tag(number)), AssetKeys.Inverted(asset.Id), asset));
            }
        }

        foreach (var table in new[] { assets, tags })
        {
            foreach (var (partition, rows) in waiting.Where(pair => pair.Key.StartsWith(table.Name, StringComparison.Ordinal) && pair.Value.Count > 0))
            {
                await table.SubmitTransactionAsync(rows, cancellationToken);
            }
        }

        async Task AddAsync(TableClient table, TableEntity row)
        {
            var key = $"{table.Name} {row.PartitionKey}";
            if (!waiting.TryGetValue(key, out var rows))
            {
                waiting[key] = rows = [];
            }

            rows.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
            if (rows.Count == TransactionLimit)
            {
                await table.SubmitTransactionAsync(rows, cancellationToken);
                rows.Clear();
            }
        }
    }

    private Asset Make(int number)
    {
        var at = DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(number);
        var id = AssetId.New(new Moment(at));
        MlTag[] mlTags = [.. Enumerable.Range(0, 3).Select(_ => Label())];
        string[] userTags = number < Tags * Carriers ? [Tag(number), Name()] : [Name()];
        return new Asset
        {
            Id = id,
            Account = account,
            UploadedBy = account,
            State = AssetState.Ready,
            Type = MediaType.Image,
            Name = $"IMG_{number:00000}.jpg",
            Title = number % 10 == 0 ? $"{Name()} at {Name()}" : null,
            ContentType = "image/jpeg",
            Bytes = 2_000_000 + _random.Next(3_000_000),
            Sha256 = Hex(32),
            Width = 4000,
            Height = 3000,
            UserTags = userTags,
            MlTags = mlTags,
            Tags = [.. userTags.Concat(mlTags.Select(tag => tag.Tag)).Distinct(StringComparer.Ordinal)],
            Tagging = new TaggingSummary("done", Model),
            Colors = [.. Colors.Select((hex, place) => new DominantColor(hex, "blue", 40 - (8 * place)))],
            BlurHash = "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
            PerceptualHash = Hex(8),
            TakenAt = at,
            Camera = $"Camera {number % 40}",
            Urls = new AssetUrls($"/media/{id}/original", $"/media/{id}/thumb", $"/media/{id}/preview"),
            PublicId = $"gallery/{id}",
            Delivery = "blob",
            CreatedAt = at,
            ReceivedAt = at,
            ReadyAt = at,
        };
    }

    /// <summary>A label with two parents; some come much more often than others.</summary>
    private MlTag Label()
    {
        var number = (int)(Vocabulary * Math.Pow(_random.NextDouble(), 2));
        return new($"label {number}", 0.3f + (0.7f * _random.NextSingle()), [$"family {number % 60}", $"kind {number % 7}"], $"n{number:00000000}", Model);
    }

    private string Name() => $"word{_random.Next(20_000)}";

    private string Hex(int bytes)
    {
        var values = new byte[bytes];
        _random.NextBytes(values);
        return Convert.ToHexStringLower(values);
    }

    private float[] Embedding()
    {
        var vector = new float[Dimension];
        double squares = 0;
        for (var i = 0; i < Dimension; i++)
        {
            vector[i] = _random.NextSingle();
            squares += vector[i] * vector[i];
        }

        var length = (float)Math.Sqrt(squares);
        return Array.ConvertAll(vector, value => value / length);
    }

    private sealed class Moment(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
