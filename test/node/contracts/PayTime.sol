// SPDX-License-Identifier: MIT
pragma solidity 0.8.26;

/// What is asked of ENS's registry. Anybody may write; it reads no storage of a constructor, so that its
/// code may be copied. Source: https://eips.ethereum.org/EIPS/eip-137
contract NameRegistry {
    mapping(bytes32 => address) public owner;
    mapping(bytes32 => address) public resolver;

    function set(bytes32 node, address newOwner, address newResolver) external {
        owner[node] = newOwner;
        resolver[node] = newResolver;
    }
}

/// Keeps addresses of names. Source: https://eips.ethereum.org/EIPS/eip-137
contract NameResolver {
    mapping(bytes32 => address) public addr;

    function setAddr(bytes32 node, address to) external {
        addr[node] = to;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x3b3b57de;
    }
}

/// From before EIP-165: it knows addresses and nothing else.
contract OldNameResolver {
    mapping(bytes32 => address) public addr;

    function setAddr(bytes32 node, address to) external {
        addr[node] = to;
    }
}

/// Answers for every name below its own. Source: https://docs.ens.domains/ensip/10
contract WildcardResolver {
    /// Where an asker who does not know wildcards would have the money go.
    address private constant STALE = 0x000000000000000000000000000000000000dEaD;

    function addr(bytes32) external pure returns (address) {
        return STALE;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x9061b923;
    }
}

/// Sends askers to a server. Source: https://eips.ethereum.org/EIPS/eip-3668
contract GatewayResolver {
    error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callback, bytes extraData);

    function addr(bytes32) external view returns (address) {
        string[] memory urls = new string[](1);
        urls[0] = "https://gateway.example/{sender}/{data}.json";
        revert OffchainLookup(address(this), urls, "", this.addr.selector, "");
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7;
    }
}

/// A token whose issuer freezes, by the names that Circle and Tether give to the question.
contract FreezingToken {
    mapping(address => bool) public isBlacklisted;
    mapping(address => bool) public isBlackListed;

    function freeze(address who) external {
        isBlacklisted[who] = true;
        isBlackListed[who] = true;
    }
}

/// A contract that answers the question with a number.
contract OddToken {
    function isBlacklisted(address) external pure returns (uint256) {
        return 7;
    }
}

/// A wallet of one owner. Source: https://eips.ethereum.org/EIPS/eip-1271
contract OwnedWallet {
    address private immutable OWNER;

    constructor(address owner) {
        OWNER = owner;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        require(signature.length == 65, "not a signature");
        bytes32 r = bytes32(signature[0:32]);
        bytes32 s = bytes32(signature[32:64]);
        address signer = ecrecover(hash, uint8(signature[64]), r, s);
        return signer == OWNER ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }
}
