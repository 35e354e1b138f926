using System.Text.Json;
using System.Text.Json.Serialization;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Wire;

/// <summary>Refuses what means something in this process only, wherever in a value it stands.</summary>
internal sealed class LocalTypesConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => JsonValues.IsLocal(typeToConvert) || IsKindOfException(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(IsKindOfException(typeToConvert)
            ? $"an exception arrives as a RemoteException: declare it as Exception, not as {typeToConvert}."
            : $"it contains a {typeToConvert}, which means something in this process only.");

    private static bool IsKindOfException(Type type) =>
        typeof(Exception).IsAssignableFrom(type) && type != typeof(Exception) && type != typeof(RemoteException);
}
