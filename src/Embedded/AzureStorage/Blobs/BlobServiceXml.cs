using System.Globalization;
using System.Xml;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;
using Azure.Storage.Sas;

namespace Azure.Storage.Blobs;

/// <summary>The blob service's settings and user delegation keys as XML.</summary>
internal static class BlobServiceXml
{
    public static RequestContent WriteKeyInfo(BlobGetUserDelegationKeyOptions options) => StorageXml.Write(xml =>
    {
        xml.WriteStartElement("KeyInfo");
        xml.WriteElementString("Start", options.StartsOn is { } start ? SasQueryParameters.Format(start) : "");
        xml.WriteElementString("Expiry", SasQueryParameters.Format(options.ExpiresOn));
        xml.WriteEndElement();
    });

    public static UserDelegationKey ReadUserDelegationKey(Response response)
    {
        var key = new UserDelegationKey();
        using var xml = StorageXml.Reader(response);
        StorageXml.Children(xml, part =>
        {
            var name = part.LocalName;
            var value = part.ReadElementContentAsString();
            switch (name)
            {
                case "SignedOid": key.SignedObjectId = value; break;
                case "SignedTid": key.SignedTenantId = value; break;
                case "SignedStart": key.SignedStartsOn = StorageXml.Date(value).GetValueOrDefault(); break;
                case "SignedExpiry": key.SignedExpiresOn = StorageXml.Date(value).GetValueOrDefault(); break;
                case "SignedService": key.SignedService = value; break;
                case "SignedVersion": key.SignedVersion = value; break;
                case "SignedDelegatedUserTid": key.SignedDelegatedUserTenantId = value; break;
                case "Value": key.Value = value; break;
            }
        });
        return key;
    }

    public static RequestContent WriteProperties(BlobServiceProperties properties) => StorageXml.Write(xml =>
    {
        xml.WriteStartElement("StorageServiceProperties");
        if (properties.Logging is { } logging)
        {
            xml.WriteStartElement("Logging");
            xml.WriteElementString("Version", logging.Version ?? "1.0");
            xml.WriteElementString("Delete", Text(logging.Delete));
            xml.WriteElementString("Read", Text(logging.Read));
            xml.WriteElementString("Write", Text(logging.Write));
            WriteRetention(xml, "RetentionPolicy", logging.RetentionPolicy ?? new BlobRetentionPolicy());
            xml.WriteEndElement();
        }

        WriteMetrics(xml, "HourMetrics", properties.HourMetrics);
        WriteMetrics(xml, "MinuteMetrics", properties.MinuteMetrics);
        if (properties.Cors is { } cors)
        {
            WriteCors(xml, cors);
        }

        if (properties.DefaultServiceVersion is { } version)
        {
            xml.WriteElementString("DefaultServiceVersion", version);
        }

        if (properties.DeleteRetentionPolicy is { } deleteRetention)
        {
            WriteRetention(xml, "DeleteRetentionPolicy", deleteRetention);
        }

        WriteStaticWebsite(xml, properties.StaticWebsite);
        xml.WriteEndElement();
    });

    public static BlobServiceProperties ReadProperties(Response response)
    {
        var properties = new BlobServiceProperties();
        using var xml = StorageXml.Reader(response);
        StorageXml.Children(xml, part =>
        {
            switch (part.LocalName)
            {
                case "Logging": properties.Logging = ReadLogging(part); break;
                case "HourMetrics": properties.HourMetrics = ReadMetrics(part); break;
                case "MinuteMetrics": properties.MinuteMetrics = ReadMetrics(part); break;
                case "Cors": StorageXml.Children(part, rule => properties.Cors.Add(ReadCorsRule(rule))); break;
                case "DefaultServiceVersion": properties.DefaultServiceVersion = part.ReadElementContentAsString(); break;
                case "DeleteRetentionPolicy": properties.DeleteRetentionPolicy = ReadRetention(part); break;
                case "StaticWebsite": properties.StaticWebsite = ReadStaticWebsite(part); break;
                default: part.Skip(); break;
            }
        });
        return properties;
    }

    private static void WriteCors(XmlWriter xml, IList<BlobCorsRule> rules)
    {
        xml.WriteStartElement("Cors");
        foreach (var rule in rules)
        {
            xml.WriteStartElement("CorsRule");
            xml.WriteElementString("AllowedOrigins", rule.AllowedOrigins);
            xml.WriteElementString("AllowedMethods", rule.AllowedMethods);
            xml.WriteElementString("AllowedHeaders", rule.AllowedHeaders);
            xml.WriteElementString("ExposedHeaders", rule.ExposedHeaders);
            xml.WriteElementString("MaxAgeInSeconds", rule.MaxAgeInSeconds.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteMetrics(XmlWriter xml, string name, BlobMetrics? metrics)
    {
        if (metrics is null)
        {
            return;
        }

        xml.WriteStartElement(name);
        xml.WriteElementString("Version", metrics.Version ?? "1.0");
        xml.WriteElementString("Enabled", Text(metrics.Enabled));
        if (metrics.IncludeApis is { } includeApis && metrics.Enabled)
        {
            xml.WriteElementString("IncludeAPIs", Text(includeApis));
        }

        WriteRetention(xml, "RetentionPolicy", metrics.RetentionPolicy ?? new BlobRetentionPolicy());
        xml.WriteEndElement();
    }

    private static void WriteRetention(XmlWriter xml, string name, BlobRetentionPolicy policy)
    {
        xml.WriteStartElement(name);
        xml.WriteElementString("Enabled", Text(policy.Enabled));
        if (policy.Days is { } days)
        {
            xml.WriteElementString("Days", days.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteEndElement();
    }

    private static void WriteStaticWebsite(XmlWriter xml, BlobStaticWebsite? site)
    {
        if (site is null)
        {
            return;
        }

        xml.WriteStartElement("StaticWebsite");
        xml.WriteElementString("Enabled", Text(site.Enabled));
        WriteIfSet("IndexDocument", site.IndexDocument);
        WriteIfSet("ErrorDocument404Path", site.ErrorDocument404Path);
        WriteIfSet("DefaultIndexDocumentPath", site.DefaultIndexDocumentPath);
        xml.WriteEndElement();

        void WriteIfSet(string name, string? value)
        {
            if (value is not null)
            {
                xml.WriteElementString(name, value);
            }
        }
    }

    private static BlobCorsRule ReadCorsRule(XmlReader xml)
    {
        var rule = new BlobCorsRule();
        Values(xml, (name, value) =>
        {
            switch (name)
            {
                case "AllowedOrigins": rule.AllowedOrigins = value; break;
                case "AllowedMethods": rule.AllowedMethods = value; break;
                case "AllowedHeaders": rule.AllowedHeaders = value; break;
                case "ExposedHeaders": rule.ExposedHeaders = value; break;
                case "MaxAgeInSeconds": rule.MaxAgeInSeconds = int.Parse(value, CultureInfo.InvariantCulture); break;
            }
        });
        return rule;
    }

    private static BlobAnalyticsLogging ReadLogging(XmlReader xml)
    {
        var logging = new BlobAnalyticsLogging();
        StorageXml.Children(xml, part =>
        {
            switch (part.LocalName)
            {
                case "Version": logging.Version = part.ReadElementContentAsString(); break;
                case "Delete": logging.Delete = part.ReadElementContentAsBoolean(); break;
                case "Read": logging.Read = part.ReadElementContentAsBoolean(); break;
                case "Write": logging.Write = part.ReadElementContentAsBoolean(); break;
                case "RetentionPolicy": logging.RetentionPolicy = ReadRetention(part); break;
                default: part.Skip(); break;
            }
        });
        return logging;
    }

    private static BlobMetrics ReadMetrics(XmlReader xml)
    {
        var metrics = new BlobMetrics();
        StorageXml.Children(xml, part =>
        {
            switch (part.LocalName)
            {
                case "Version": metrics.Version = part.ReadElementContentAsString(); break;
                case "Enabled": metrics.Enabled = part.ReadElementContentAsBoolean(); break;
                case "IncludeAPIs": metrics.IncludeApis = part.ReadElementContentAsBoolean(); break;
                case "RetentionPolicy": metrics.RetentionPolicy = ReadRetention(part); break;
                default: part.Skip(); break;
            }
        });
        return metrics;
    }

    private static BlobRetentionPolicy ReadRetention(XmlReader xml)
    {
        var policy = new BlobRetentionPolicy();
        Values(xml, (name, value) =>
        {
            switch (name)
            {
                case "Enabled": policy.Enabled = XmlConvert.ToBoolean(value); break;
                case "Days": policy.Days = int.Parse(value, CultureInfo.InvariantCulture); break;
            }
        });
        return policy;
    }

    private static BlobStaticWebsite ReadStaticWebsite(XmlReader xml)
    {
        var site = new BlobStaticWebsite();
        Values(xml, (name, value) =>
        {
            switch (name)
            {
                case "Enabled": site.Enabled = XmlConvert.ToBoolean(value); break;
                case "IndexDocument": site.IndexDocument = value; break;
                case "ErrorDocument404Path": site.ErrorDocument404Path = value; break;
                case "DefaultIndexDocumentPath": site.DefaultIndexDocumentPath = value; break;
            }
        });
        return site;
    }

    private static void Values(XmlReader xml, Action<string, string> value) => StorageXml.Children(xml, part =>
    {
        var name = part.LocalName;
        value(name, part.ReadElementContentAsString());
    });

    private static string Text(bool value) => value ? "true" : "false";
}
