namespace Azure.Data.Tables;

/// <summary>What every entity of a table has.</summary>
public interface ITableEntity
{
    /// <summary>The partition, up to 1 KiB; entities of one partition can change in one transaction.</summary>
    string PartitionKey { get; set; }

    /// <summary>Unique within the partition, up to 1 KiB.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the entity; set by the service.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The entity's version; set by the service.</summary>
    ETag ETag { get; set; }
}
