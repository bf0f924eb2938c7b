// SPDX-License-Identifier: MIT
pragma solidity 0.8.26;

interface Token {
    function mint(address to, uint256 value) external;
    function transfer(address to, uint256 value) external returns (bool);
    function transferFrom(address from, address to, uint256 value) external returns (bool);
}

/// Pays many in one transaction and gives back what is left, as Disperse.app does.
///
/// Source: https://etherscan.io/address/0xd152f549545093347a162dce210e7293f1452150#code
contract Disperse {
    function disperseEther(address payable[] calldata recipients, uint256[] calldata values) external payable {
        for (uint256 i = 0; i < recipients.length; i++) recipients[i].transfer(values[i]);
        if (address(this).balance > 0) payable(msg.sender).transfer(address(this).balance);
    }

    function disperseToken(Token token, address[] calldata recipients, uint256[] calldata values) external {
        uint256 total = 0;
        for (uint256 i = 0; i < recipients.length; i++) total += values[i];
        require(token.transferFrom(msg.sender, address(this), total));
        for (uint256 i = 0; i < recipients.length; i++) require(token.transfer(recipients[i], values[i]));
    }
}

/// Keeps what it gets and pays when it is told to.
contract Vault {
    receive() external payable {}

    function pay(address payable to, uint256 value) external payable {
        (bool done,) = to.call{value: value}("");
        require(done, "not paid");
    }
}

/// Runs the code of another contract in its own name, and asks that contract something.
contract Borrower {
    function pay(Vault lender, address payable to, uint256 value) external payable {
        (bool asked,) = address(lender).staticcall(abi.encodeWithSignature("nothing()"));
        (bool done,) = address(lender).delegatecall(abi.encodeCall(Vault.pay, (to, value)));
        require(done && !asked, "not done");
    }
}

/// Is made with money and leaves it to somebody at its end.
contract Legacy {
    constructor() payable {}

    function end(address payable heir) external {
        selfdestruct(heir);
    }
}

/// Makes a contract with money inside a transaction.
contract Maker {
    event Made(Legacy made);

    function make() external payable {
        emit Made(new Legacy{value: msg.value}());
    }
}

/// Takes nothing.
contract Refuser {
    receive() external payable {
        revert("no");
    }
}

/// Tries to pay somebody and does not mind when that fails.
contract Attempt {
    function tryToPay(address payable to, uint256 value) external payable {
        (bool done,) = to.call{value: value}("");
        require(!done, "paid");
    }
}

/// Says that it swaps: keeps whatever ether it gets and gives a fixed amount of a token for it.
contract FakeExchange {
    function swap(Token token, uint256 value) external payable {
        require(token.transfer(msg.sender, value));
    }

    function payAll(address payable to) external {
        (bool done,) = to.call{value: address(this).balance}("");
        require(done, "not paid");
    }
}

/// Writes transfers into the log that never happened.
contract SpoofToken {
    event Transfer(address indexed from, address indexed to, uint256 value);

    function pretend(address from, address to, uint256 value) external {
        emit Transfer(from, to, value);
    }
}

/// The end of a bridge on this chain: mints tokens and pays ether for what was locked elsewhere.
contract BridgeEnd {
    receive() external payable {}

    function deliverToken(Token token, address to, uint256 value) external {
        token.mint(to, value);
    }

    function deliverEther(address payable to, uint256 value) external {
        (bool done,) = to.call{value: value}("");
        require(done, "not paid");
    }
}
