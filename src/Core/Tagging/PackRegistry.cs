using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Tagging;

/// <summary>The installed packs, read once; their models are loaded when first asked for, or by <see cref="Warm"/>.</summary>
public sealed partial class PackRegistry : IDisposable
{
    private const int MaxPacks = 200;
    private readonly TaggingOptions _options;
    private readonly ILogger<PackRegistry> _logger;
    private readonly Lazy<IReadOnlyList<NamesFolder>> _sharedNames;
    private readonly Lazy<(IReadOnlyList<ModelPack> Packs, IReadOnlyList<string> Problems)> _installed;

    public PackRegistry(IOptions<TaggingOptions> options, ILogger<PackRegistry> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _logger) = (options.Value, logger);
        _installed = new(ReadFolders);
        _sharedNames = new(() => NamesFolder.Shared(PackFolders.Split(_options.Folders)));
    }

    /// <summary>Whether the folders have been read; asking for anything else reads them.</summary>
    public bool IsRead => _installed.IsValueCreated;

    /// <summary>Every pack whose manifest and labels are sound and whose model was not found broken.</summary>
    public IReadOnlyList<ModelPack> Packs => [.. _installed.Value.Packs.Where(pack => !pack.IsBroken)];

    /// <summary>Names in other languages that all packs share; what is said first counts.</summary>
    public IReadOnlyList<NamesFolder> SharedNames => _sharedNames.Value;

    /// <summary>What is wrong with the packs that are skipped, a sentence each.</summary>
    public IReadOnlyList<string> Problems =>
        [.. _installed.Value.Problems, .. _installed.Value.Packs.SelectMany(pack => pack.Problems.Select(problem => $"{pack.Folder}: {problem}"))];

    /// <summary>The packs that tag an upload, in order: the classification packs the option lists, or all.</summary>
    public IReadOnlyList<ModelPack> Taggers
    {
        get
        {
            var packs = Packs.Where(pack => pack.Manifest.Task == PackTasks.Classification);
            return _options.Packs.Count == 0
                ? [.. packs]
                : [.. packs.Where(pack => _options.Packs.Contains(pack.Manifest.Id)).OrderBy(pack => _options.Packs.IndexOf(pack.Manifest.Id))];
        }
    }

    /// <summary>A pack by id; null when none of that id can be used.</summary>
    public ModelPack? Find(string id) => Packs.FirstOrDefault(pack => string.Equals(pack.Manifest.Id, id, StringComparison.Ordinal));

    /// <summary>The pack for a task: the option's, or the only one; null when there is none or no telling which.</summary>
    public ModelPack? DefaultFor(string task)
    {
        var packs = Packs.Where(pack => string.Equals(pack.Manifest.Task, task, StringComparison.Ordinal)).ToList();
        return _options.Defaults.TryGetValue(task, out var id)
            ? packs.Find(pack => string.Equals(pack.Manifest.Id, id, StringComparison.Ordinal))
            : packs.Count == 1 ? packs[0] : null;
    }

    /// <summary>The pack for a task that can be asked: the option's and no other, or the first of them by id; null when there is none.</summary>
    public ModelPack? FirstFor(string task, Func<ModelPack, bool> canBeAsked)
    {
        ArgumentNullException.ThrowIfNull(canBeAsked);
        var packs = Packs.Where(pack => pack.Manifest.Task == task && canBeAsked(pack));
        return _options.Defaults.TryGetValue(task, out var id)
            ? packs.FirstOrDefault(pack => pack.Manifest.Id == id)
            : packs.MinBy(pack => pack.Manifest.Id, StringComparer.Ordinal);
    }

    /// <summary>The loaded model of a pack, or null when it is not sound, which is logged once.</summary>
    public PackSession? Open(ModelPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        if (pack.IsReady || pack.IsBroken)
        {
            return pack.Open();
        }

        var session = pack.Open();
        foreach (var problem in pack.Problems)
        {
            Log.Skipped(_logger, pack.Folder, problem);
        }

        return session;
    }

    /// <summary>Loads the models that tag an upload, so that the first photo does not wait for them. Occupies its thread for seconds.</summary>
    public void Warm(CancellationToken cancellationToken)
    {
        foreach (var pack in Taggers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Open(pack) is not null)
            {
                Log.Ready(_logger, pack.Name, pack.Manifest.Title);
            }
        }
    }

    public void Dispose()
    {
        if (_installed.IsValueCreated)
        {
            foreach (var pack in _installed.Value.Packs)
            {
                pack.Dispose();
            }
        }
    }

    private (IReadOnlyList<ModelPack> Packs, IReadOnlyList<string> Problems) ReadFolders()
    {
        var packs = new Dictionary<string, ModelPack>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var folder in PackFolders.In(_options.Folders, problems).Take(MaxPacks))
        {
            var reading = PackLoader.Read(folder, _options);
            problems.AddRange(reading.Problems.Select(problem => $"{folder}: {problem}"));
            if (reading.Pack is { } pack && !packs.TryAdd(pack.Manifest.Id, pack))
            {
                problems.Add($"{folder}: {PackFiles.Manifest}: 'id' is '{pack.Manifest.Id}', which {packs[pack.Manifest.Id].Folder} has already.");
            }
        }

        problems.AddRange(_options.Packs.Concat(_options.Defaults.Values).Where(id => !packs.ContainsKey(id)).Distinct()
            .Select(id => $"{TaggingOptions.Section}: names the pack '{id}', which is not installed."));
        foreach (var problem in problems)
        {
            Log.Problem(_logger, problem);
        }

        return ([.. packs.Values], problems);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A model pack is skipped. {Problem}")]
        public static partial void Problem(ILogger logger, string problem);

        [LoggerMessage(2, LogLevel.Warning, "The model pack {Folder} is skipped. {Problem}")]
        public static partial void Skipped(ILogger logger, string folder, string problem);

        [LoggerMessage(3, LogLevel.Information, "The model pack {Pack} is loaded: {Title}")]
        public static partial void Ready(ILogger logger, string pack, string title);
    }
}
