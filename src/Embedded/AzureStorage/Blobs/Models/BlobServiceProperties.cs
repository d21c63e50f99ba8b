namespace Azure.Storage.Blobs.Models;

/// <summary>Settings of an account's blob service; what is null is left as it is.</summary>
public class BlobServiceProperties
{
    public BlobAnalyticsLogging? Logging { get; set; }

    public BlobMetrics? HourMetrics { get; set; }

    public BlobMetrics? MinuteMetrics { get; set; }

    public IList<BlobCorsRule> Cors { get; set; } = [];

    public string? DefaultServiceVersion { get; set; }

    public BlobRetentionPolicy? DeleteRetentionPolicy { get; set; }

    public BlobStaticWebsite? StaticWebsite { get; set; }
}

/// <summary>Which browser origins may call the blob service, and how.</summary>
public class BlobCorsRule
{
    /// <summary>Comma-separated, or "*".</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Comma-separated.</summary>
    public string AllowedMethods { get; set; } = "";

    /// <summary>Comma-separated; a trailing "*" stands for any ending.</summary>
    public string AllowedHeaders { get; set; } = "";

    /// <summary>Comma-separated; a trailing "*" stands for any ending.</summary>
    public string ExposedHeaders { get; set; } = "";

    /// <summary>Seconds a browser may keep the preflight's answer.</summary>
    public int MaxAgeInSeconds { get; set; }
}

/// <summary>Logging of requests by the service.</summary>
public class BlobAnalyticsLogging
{
    public string? Version { get; set; }

    public bool Delete { get; set; }

    public bool Read { get; set; }

    public bool Write { get; set; }

    public BlobRetentionPolicy? RetentionPolicy { get; set; }
}

/// <summary>Metrics kept by the service.</summary>
public class BlobMetrics
{
    public string? Version { get; set; }

    public bool Enabled { get; set; }

    public bool? IncludeApis { get; set; }

    public BlobRetentionPolicy? RetentionPolicy { get; set; }
}

/// <summary>How long something is kept, in days.</summary>
public class BlobRetentionPolicy
{
    public bool Enabled { get; set; }

    public int? Days { get; set; }
}

/// <summary>Serving a container as a web site.</summary>
public class BlobStaticWebsite
{
    public bool Enabled { get; set; }

    public string? IndexDocument { get; set; }

    public string? ErrorDocument404Path { get; set; }

    public string? DefaultIndexDocumentPath { get; set; }
}
